import type { EventBatch } from "../contract/events";
import type { GuardAction } from "../contract/guardrails";
import type { Database } from "../database";

/** For use inside the transaction that stores the batch. */
export function appendGuardActions(db: Database, { runId, attempt, guardActions }: EventBatch): void {
  const insert = db.statement(
    `INSERT INTO guard_action (run_id, attempt, step, wall_time, kind, action, series, reason, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { step, wallTimeMs, on, action, series, reason, outcome } of guardActions)
    insert.run(runId, attempt, step, wallTimeMs, on, action, series, reason, outcome);
}

/** What the guardrails of a run did, in step order: the first `limit` of them. */
export function listGuardActions(db: Database, runId: string, limit = 500): GuardAction[] {
  return db
    .statement(
      `SELECT step, wall_time AS wallTimeMs, kind AS "on", action, series, reason, outcome
       FROM guard_action WHERE run_id = ? ORDER BY step, id LIMIT ?`,
    )
    .all(runId, limit) as GuardAction[];
}
