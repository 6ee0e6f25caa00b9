import type { Logger } from "pino";
import { isTrainerAlive, type TrainerRow } from "./trainer-rows";

/** A trainer ends at the next step; one that has not by then will not. */
const patienceMs = 10_000;

/** Stops the trainer of a run that was cancelled: SIGTERM first, SIGKILL after 10 s. */
export function createStopper(log: Logger): (row: TrainerRow) => void {
  const asked = new Set<string>();
  return (row) => {
    if (row.cancelRequestedAt === null || row.pid === null || !isTrainerAlive(row)) return;
    const key = `${row.runId} ${row.attempt}`;
    const overdue = Date.now() - row.cancelRequestedAt > patienceMs;
    if (asked.has(key) && !overdue) return;
    asked.add(key);
    try {
      process.kill(row.pid, overdue ? "SIGKILL" : "SIGTERM");
    } catch (error) {
      // ESRCH: it ended just now.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH")
        log.warn({ err: error, run: row.runId, trainer: row.pid }, "a trainer could not be stopped");
    }
  };
}
