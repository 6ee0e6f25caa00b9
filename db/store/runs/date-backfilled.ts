import type { Database } from "../../database";
import { runTimes } from "./run-times";

/** What is earlier is no date but a clock of the program's own, from its start, say. */
const firstDate = Date.UTC(2000);

/**
 * A run that has ended and whose points are all older than itself was sent here after it had trained: it took as long as
 * they say, not as long as they were on their way. `toldAtMs` is when it ended, where the program said so. For use inside a
 * transaction; the points have to be in their series.
 */
export function dateBackfilled(db: Database, runId: string, toldAtMs: number | undefined): void {
  const { startedAtMs, endedAtMs } = runTimes(db, runId);
  if (startedAtMs === null || endedAtMs === null) return;
  if (startedAtMs >= firstDate)
    db.statement("UPDATE run SET started_at = ?, ended_at = ? WHERE id = ? AND created_at > ?").run(
      Math.round(startedAtMs),
      Math.round(Math.max(endedAtMs, toldAtMs ?? endedAtMs)),
      runId,
      endedAtMs,
    );
  else if (endedAtMs < firstDate)
    db.statement("UPDATE run SET started_at = ended_at - ? WHERE id = ?").run(
      Math.round(endedAtMs - startedAtMs),
      runId,
    );
}
