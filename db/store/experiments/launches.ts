import type { Database } from "../../database";
import { durably } from "../../transaction";
import { touchRun } from "../change-counter";
import { getRun } from "../runs/find-run";

export interface WaitingLaunch {
  id: number;
  runId: string;
  /** 1 is next. */
  position: number;
  queuedAt: number;
}

/** Puts a run at the end of the queue; one that waits already keeps its place. */
export function enqueueLaunch(db: Database, runId: string, now = Date.now()): void {
  durably(db, () => {
    getRun(db, runId);
    const { changes } = db
      .statement("INSERT INTO launch (run_id, queued_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
      .run(runId, now);
    if (changes > 0) touchRun(db, runId);
  });
}

/** Waiting launches, next first. */
export function launchQueue(db: Database): WaitingLaunch[] {
  return db
    .statement(
      `SELECT id, run_id AS runId, queued_at AS queuedAt, row_number() OVER (ORDER BY id) AS position
       FROM launch WHERE started_at IS NULL AND cancelled_at IS NULL ORDER BY id`,
    )
    .all() as WaitingLaunch[];
}

/** The launch whose turn it is. */
export function nextLaunch(db: Database): { id: number; runId: string } | undefined {
  return db
    .statement(
      `SELECT id, run_id AS runId FROM launch WHERE started_at IS NULL AND cancelled_at IS NULL ORDER BY id LIMIT 1`,
    )
    .get() as { id: number; runId: string } | undefined;
}

/** True for the one caller that may start the trainer. */
export function markStarted(db: Database, launchId: number, now = Date.now()): boolean {
  return durably(
    db,
    () =>
      db
        .statement(
          "UPDATE launch SET started_at = ? WHERE id = ? AND started_at IS NULL AND cancelled_at IS NULL",
        )
        .run(now, launchId).changes > 0,
  );
}

/**
 * Launches whose trainer was started and has not taken up its run. Only a run's latest launch can be one: a run that was
 * resumed waits for the trainer of its new launch, whatever becomes of the old one's.
 */
export function unclaimedLaunches(db: Database): { id: number; runId: string; startedAt: number }[] {
  return db
    .statement(
      `SELECT max(launch.id) AS id, run.id AS runId, launch.started_at AS startedAt
       FROM run JOIN launch ON launch.run_id = run.id
       WHERE run.status = 'queued' AND launch.cancelled_at IS NULL
       GROUP BY run.id HAVING launch.started_at IS NOT NULL`,
    )
    .all() as { id: number; runId: string; startedAt: number }[];
}

/** Gives a started launch back its place in the queue, e.g. when the trainer never came up. */
export function requeueLaunch(db: Database, launchId: number): boolean {
  return durably(
    db,
    () =>
      db
        .statement(
          `UPDATE OR IGNORE launch SET started_at = NULL
           WHERE id = ? AND cancelled_at IS NULL AND run_id IN (SELECT id FROM run WHERE status = 'queued')`,
        )
        .run(launchId).changes > 0,
  );
}
