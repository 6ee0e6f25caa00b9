import type { LogPage } from "../contract/read-models";
import type { Database } from "../database";

/** The newest lines of a run's log, or those before a line already seen; oldest first. */
export function readLog(
  db: Database,
  { runId, before, limit = 200 }: { runId: string; before?: number; limit?: number },
): LogPage {
  const rows = db
    .statement(
      `SELECT id, wall_time AS wallTimeMs, level, text FROM log_line
       WHERE run_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    )
    .all(runId, before ?? Number.MAX_SAFE_INTEGER, limit + 1) as LogPage["lines"];
  const lines = rows.slice(0, limit).reverse();
  return { lines, nextBefore: rows.length > limit ? (lines[0]?.id ?? null) : null };
}
