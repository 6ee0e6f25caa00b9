import type { Database } from "../database";

/** The next number of the change counter. Call it inside the transaction that makes the change. */
export function nextChange(db: Database): number {
  return db.statement("UPDATE change_counter SET value = value + 1 RETURNING value").pluck().get() as number;
}

/** Marks a run as changed. */
export function touchRun(db: Database, runId: string): void {
  db.statement("UPDATE run SET change = ? WHERE id = ?").run(nextChange(db), runId);
}
