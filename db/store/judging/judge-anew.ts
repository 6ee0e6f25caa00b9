import type { Database } from "../../database";
import { inTransaction } from "../../transaction";
import { nextChange } from "../change-counter";
import { judgeAgain } from "../episodes/monitoring";

/** Has the monitor judge runs from their first point on, by what holds for them now. For use inside a transaction. */
export function judgeAnew(db: Database, runIds: readonly string[], now: number): void {
  const change = nextChange(db);
  for (const runId of runIds) {
    db.statement(
      `INSERT INTO judging (run_id, asked, asked_at) VALUES (?, 1, ?)
       ON CONFLICT (run_id) DO UPDATE SET asked = asked + 1, asked_at = excluded.asked_at`,
    ).run(runId, now);
    db.statement("UPDATE run SET change = ? WHERE id = ?").run(change, runId);
  }
}

/**
 * Begins that judgement: episodes of the one before are put aside. Those that come back keep their ids, and with them what
 * people said of them and that they alerted; those that do not are no longer listed. A silence that was told by a clock stays.
 */
export function beginJudgingAnew(db: Database, runId: string, now = Date.now()): void {
  inTransaction(db, () => {
    db.statement("UPDATE judging SET begun = asked WHERE run_id = ?").run(runId);
    judgeAgain(db, runId);
    db.statement(
      `UPDATE episode SET abandoned_at = ?, change = ?
       WHERE run_id = ? AND abandoned_at IS NULL AND json_extract(evidence, '$.test') <> 'silent'`,
    ).run(now, nextChange(db), runId);
  });
}

/** Whether a run was judged anew after it had ended: what is found then is history, and calls no one. */
export function isJudgedAnew(db: Database, runId: string): boolean {
  return (
    db
      .statement(
        "SELECT 1 FROM judging JOIN run ON run.id = judging.run_id WHERE run_id = ? AND asked_at >= ended_at",
      )
      .get(runId) !== undefined
  );
}
