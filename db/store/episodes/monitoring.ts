import type { RunStatus } from "../../contract/statuses";
import type { Database } from "../../database";
import { inTransaction } from "../../transaction";

export interface FollowedRun {
  id: string;
  status: RunStatus;
  attempt: number;
  /** Latest attempt that stored points: when it grows, steps of earlier ones may have been replaced. */
  recordedAttempt: number;
  /** How often it went back to an earlier step of its own: likewise. */
  retreats: number;
  /** How often somebody asked for another judgement, and how many have begun. */
  asked: number;
  begun: number;
  change: number;
}

const columns = `run.id, run.status, run.attempt, run.change, coalesce((
    SELECT max(attempt) FROM append_cursor WHERE run_id = run.id AND first_step IS NOT NULL), 0) AS recordedAttempt,
  coalesce((SELECT sum(retreats) FROM append_cursor WHERE run_id = run.id), 0) AS retreats,
  coalesce((SELECT asked FROM judging WHERE run_id = run.id), 0) AS asked,
  coalesce((SELECT begun FROM judging WHERE run_id = run.id), 0) AS begun`;

/** Runs that were taken up and whose points have not been judged to their end, or are to be judged anew. */
export function unmonitoredRuns(db: Database): FollowedRun[] {
  return db
    .statement(
      `SELECT ${columns} FROM run LEFT JOIN monitoring ON monitoring.run_id = run.id AND monitoring.attempt = run.attempt
       WHERE run.attempt > 0 AND (monitoring.run_id IS NULL OR asked > begun) ORDER BY run.created_at`,
    )
    .all() as FollowedRun[];
}

/** Runs that changed since a value of the change counter. */
export function changedRuns(db: Database, since: number): FollowedRun[] {
  return db
    .statement(`SELECT ${columns} FROM run WHERE run.change > ? AND run.attempt > 0`)
    .all(since) as FollowedRun[];
}

export function isMonitored(db: Database, { id, attempt }: Pick<FollowedRun, "id" | "attempt">): boolean {
  return (
    db.statement("SELECT 1 FROM monitoring WHERE run_id = ? AND attempt = ?").get(id, attempt) !== undefined
  );
}

/** Points came after the run had ended: the next round judges it from its beginning. For use inside a transaction. */
export function judgeAgain(db: Database, runId: string): void {
  db.statement("DELETE FROM monitoring WHERE run_id = ?").run(runId);
}

export function markMonitored(db: Database, { id, attempt }: Pick<FollowedRun, "id" | "attempt">): void {
  inTransaction(db, () => {
    db.statement(
      `INSERT INTO monitoring (run_id, attempt, completed_at) VALUES (?, ?, ?)
       ON CONFLICT (run_id) DO UPDATE SET attempt = excluded.attempt, completed_at = excluded.completed_at`,
    ).run(id, attempt, Date.now());
  });
}
