import type { Database } from "../../database";
import { eachBucket } from "../rollup/read-rollup";
import { listSeries } from "../series/series";

/** When the points of a run were recorded, first and last; null where it has none. Reads the rollups of its series. */
export function runTimes(
  db: Database,
  runId: string,
): { startedAtMs: number | null; endedAtMs: number | null } {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const series of listSeries(db, runId))
    for (const [, { firstWallTime, lastWallTime }] of eachBucket(db, series)) {
      earliest = Math.min(earliest, firstWallTime);
      latest = Math.max(latest, lastWallTime);
    }
  return earliest <= latest
    ? { startedAtMs: earliest, endedAtMs: latest }
    : { startedAtMs: null, endedAtMs: null };
}
