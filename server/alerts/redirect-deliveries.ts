import type { Database } from "../../db/database";
import { nextChange } from "../../db/store/change-counter";

/** What still waits goes to the new webhook at once; without one it is given up, and says so. */
export function redirectDeliveries(db: Database, target: string | null): void {
  db.statement(
    "UPDATE alert SET change = ? WHERE id IN (SELECT alert_id FROM delivery WHERE state = 'pending')",
  ).run(nextChange(db));
  if (target === null)
    db.statement(
      `UPDATE delivery SET state = 'failed', next_attempt_at = NULL, last_error = 'the webhook was switched off'
       WHERE state = 'pending'`,
    ).run();
  else
    db.statement(
      `UPDATE OR IGNORE delivery SET target = ?, attempts = 0, last_error = NULL, next_attempt_at = ?
       WHERE state = 'pending'`,
    ).run(target, Date.now());
}
