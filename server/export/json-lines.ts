import { type StepRow, stepRows } from "../../db/store/points/stream-points";
import { jsonNumber } from "./number-text";
import type { PointsOfRun } from "./points-of-run";
import { textChunks } from "./text-chunks";

/**
 * A line a step: {"step", "wallTimeMs", "metrics": {series: value}}, non-finite values by the names that the API uses.
 * Where series recorded a step at different times, it has a line for each time, so that an import yields the same points.
 */
export function jsonLines({ db, series }: PointsOfRun): Iterable<Uint8Array> {
  const names = series.map(({ name }) => JSON.stringify(name));
  return textChunks(
    (function* () {
      for (const row of stepRows(
        db,
        series.map(({ id }) => id),
      ))
        for (const [wallTimeMs, places] of byWallTime(row)) {
          const metrics = places.map(
            (at) => `${names[row.series[at] as number]}:${jsonNumber(row.value[at] as number)}`,
          );
          yield `{"step":${row.step},"wallTimeMs":${wallTimeMs},"metrics":{${metrics.join(",")}}}\n`;
        }
    })(),
  );
}

/** The values of a step that were recorded at one time, as places in the row; nearly always all of them. */
export function byWallTime({ wallTimeMs }: StepRow): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  wallTimeMs.forEach((time, at) => {
    const group = groups.get(time);
    if (group) group.push(at);
    else groups.set(time, [at]);
  });
  return groups;
}
