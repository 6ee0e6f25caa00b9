import { pointPages, stepRows } from "../../db/store/points/stream-points";
import { numberText } from "./number-text";
import type { PointsOfRun } from "./points-of-run";
import { textChunks } from "./text-chunks";

/**
 * A line a point, series after series: step, wall time in milliseconds since 1970, series, value. Numbers are the
 * shortest that read back the same, -0 with its sign; the non-finite ones are NaN, Infinity and -Infinity, which pandas, R and DuckDB read.
 */
export function csv({ db, series }: PointsOfRun): Iterable<Uint8Array> {
  return textChunks(
    (function* () {
      yield "step,wallTimeMs,series,value\n";
      for (const { id, name } of series) {
        const quoted = field(name);
        for (const { step, wallTimeMs, value } of pointPages(db, id))
          for (let at = 0; at < step.length; at++)
            yield `${step[at]},${wallTimeMs[at]},${quoted},${numberText(value[at] as number)}\n`;
      }
    })(),
  );
}

/** A line a step and a column a series, empty where it has no value; the wall time is that of the step's first value. */
export function wideCsv({ db, series }: PointsOfRun): Iterable<Uint8Array> {
  return textChunks(
    (function* () {
      yield `${["step", "wallTimeMs", ...series.map(({ name }) => field(name))].join(",")}\n`;
      const ids = series.map(({ id }) => id);
      for (const row of stepRows(db, ids)) {
        const cells: string[] = Array(ids.length).fill("");
        row.series.forEach((place, at) => {
          cells[place] = numberText(row.value[at] as number);
        });
        yield `${row.step},${Math.min(...row.wallTimeMs)},${cells.join(",")}\n`;
      }
    })(),
  );
}

/** RFC 4180: in quotes where it must be, quotes doubled. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
