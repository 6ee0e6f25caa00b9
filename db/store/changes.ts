import type { RunStatus } from "../contract/statuses";
import type { Database } from "../database";
import { inSnapshot } from "../transaction";

export interface ChangedRun {
  id: string;
  status: RunStatus;
  /** A higher attempt than before: the run was resumed, and its points from some step on were replaced. */
  attempt: number;
  step: number | null;
  totalSteps: number;
  experimentId: string | null;
  change: number;
}

/** How many changes there have been: pass it as `since` to see only what comes after. */
export function changeCounter(db: Database): number {
  return db.statement("SELECT value FROM change_counter WHERE id = 1").pluck().get() as number;
}

/** Runs that changed after a counter value, in the order of their change. Cheap enough to poll. */
export function changedRuns(db: Database, since: number): ChangedRun[] {
  return db
    .statement(
      `SELECT id, status, attempt, step, total_steps AS totalSteps, experiment_id AS experimentId, change
       FROM run WHERE change > ? ORDER BY change`,
    )
    .all(since) as ChangedRun[];
}

export interface Changes {
  /** Pass it as `since` next time. */
  counter: number;
  runs: ChangedRun[];
  /** Runs of which an episode changed. */
  episodeRunIds: string[];
  alertIds: string[];
}

/** Everything that changed after a counter value, as of one moment. */
export function changesSince(db: Database, since: number): Changes {
  return inSnapshot(db, () => {
    const counter = changeCounter(db);
    if (counter === since) return { counter, runs: [], episodeRunIds: [], alertIds: [] };
    return {
      counter,
      runs: changedRuns(db, since),
      // Without DISTINCT, for which SQLite would rather scan the whole table by run.
      episodeRunIds: [
        ...new Set(
          db
            .statement("SELECT run_id FROM episode WHERE change > ? ORDER BY change")
            .pluck()
            .all(since) as string[],
        ),
      ],
      alertIds: db
        .statement("SELECT id FROM alert WHERE change > ? ORDER BY change")
        .pluck()
        .all(since) as string[],
    };
  });
}
