import type { ByteWriter } from "hyparquet-writer";
import { pointPages } from "../../db/store/points/stream-points";
import type { PointsOfRun } from "./points-of-run";

/** Points a row group: it is encoded at once, and for as long nothing else is answered. Larger ones pack no better. */
const groupPoints = 16_384;

/**
 * A Parquet file of the columns step (INT64), wallTimeMs (DOUBLE), series (STRING) and value (DOUBLE), series after
 * series, compressed with Snappy. Non-finite values are themselves. The library is loaded when first asked for.
 */
export async function* parquet({ db, series }: PointsOfRun): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: columnsOf(emptyGroup()) }),
    createdBy: "gradiometer",
  });
  let group = emptyGroup();
  const finishGroup = () => {
    // As many rows as there are: one row group.
    void file.write({
      columnData: columnsOf(group).map(({ name, data }) => ({
        name,
        data,
        // Bounds that leave NaN out would let a reader skip the rows that hold it.
        ...(name === "value" && { statistics: false }),
        // The library's dictionary takes -0 for 0.
        ...(name === "value" &&
          group.value.some((value) => Object.is(value, -0)) && { encoding: "PLAIN" as const }),
      })),
      rowGroupSize: group.step.length,
    });
    group = emptyGroup();
    return take(writer);
  };
  for (const { id, name } of series)
    for (const page of pointPages(db, id)) {
      group.step.push(...page.step.map(BigInt));
      group.wallTimeMs.push(...page.wallTimeMs);
      group.value.push(...page.value);
      for (let row = page.step.length; row > 0; row--) group.series.push(name);
      if (group.step.length >= groupPoints) yield finishGroup();
    }
  if (group.step.length > 0) yield finishGroup();
  void file.finish();
  yield take(writer);
}

interface Group {
  step: bigint[];
  wallTimeMs: number[];
  series: string[];
  value: number[];
}

const emptyGroup = (): Group => ({ step: [], wallTimeMs: [], series: [], value: [] });

const columnsOf = ({ step, wallTimeMs, series, value }: Group) => [
  { name: "step", data: step, type: "INT64" as const, nullable: false },
  { name: "wallTimeMs", data: wallTimeMs, type: "DOUBLE" as const, nullable: false },
  { name: "series", data: series, type: "STRING" as const, nullable: false },
  { name: "value", data: value, type: "DOUBLE" as const, nullable: false },
];

/** What was written since the last time; positions in the file go on counting. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
