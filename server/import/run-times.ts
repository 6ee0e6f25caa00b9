import type { Database } from "../../db/connection";

/** When the points of a run were recorded, first and last; null where it has none. Reads one bucket at either end of a series. */
export function runTimes(
  db: Database,
  runId: string,
): { startedAtMs: number | null; endedAtMs: number | null } {
  return db
    .statement(
      `SELECT min(first_wall_time) AS startedAtMs, max(last_wall_time) AS endedAtMs FROM rollup
       WHERE series_id IN (SELECT id FROM series WHERE run_id = ?)`,
    )
    .get(runId) as { startedAtMs: number | null; endedAtMs: number | null };
}
