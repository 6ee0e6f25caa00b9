import type { Database } from "../../database";
import { listAllSeries } from "../series/series";
import { type KnownAxes, packSeries, replacePoints } from "./pack-series";

/**
 * Makes a run ready to be written to: points that an older version recorded as rows become chunks, and those packed for
 * good may change again. For use inside a transaction.
 */
export function chunkRun(db: Database, runId: string): void {
  const needed = "SELECT 1 FROM series WHERE run_id = ? AND (chunked = 0 OR compacted = 1) LIMIT 1";
  if (!db.statement(needed).get(runId)) return;
  const axes: KnownAxes = new Map();
  for (const series of listAllSeries(db, runId))
    if (!series.chunked) replacePoints(db, runId, series.id, packSeries(db, series), axes);
  db.statement("UPDATE series SET compacted = 0 WHERE run_id = ? AND compacted = 1").run(runId);
}
