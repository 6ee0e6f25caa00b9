import type { EventBatch } from "../../contract/events";
import type { Database } from "../../database";
import { abandonSteps } from "../branches/abandon-steps";
import type { SeriesLedger } from "../series/series-ledger";
import { settleInside } from "./inbox";

/**
 * A resumed run replaces its abandoned steps: with the first points of an attempt, everything that
 * earlier attempts stored from that step on is removed. True when that happened.
 */
export function replaceFromEarlier(
  db: Database,
  ledger: SeriesLedger,
  { runId, attempt, series }: EventBatch,
): boolean {
  const hadPoints = db
    .statement("SELECT first_step IS NOT NULL FROM append_cursor WHERE run_id = ? AND attempt = ?")
    .pluck()
    .get(runId, attempt) as 0 | 1;
  if (hadPoints) return false;
  let firstStep = Number.POSITIVE_INFINITY;
  for (const { step } of Object.values(series)) for (const at of step) if (at < firstStep) firstStep = at;
  if (firstStep === Number.POSITIVE_INFINITY) return false;
  db.statement("UPDATE append_cursor SET first_step = ? WHERE run_id = ? AND attempt = ?").run(
    firstStep,
    runId,
    attempt,
  );
  const earlier = db
    .statement(
      "SELECT 1 FROM append_cursor WHERE run_id = ? AND attempt < ? AND first_step IS NOT NULL LIMIT 1",
    )
    .get(runId, attempt);
  if (!earlier) return false;
  settleInside(db, ledger);
  ledger.release(runId);
  abandonSteps(db, { runId, attempt, fromStep: firstStep });
  return true;
}

/**
 * A guardrail took the run back: what it recorded since is replaced like what a resumed run trains again. The retreats
 * among that are kept, where the run stands now: their lower rates hold.
 */
export function goBack(
  db: Database,
  ledger: SeriesLedger,
  { runId, attempt }: EventBatch,
  toStep: number,
): void {
  db.statement("UPDATE guard_action SET step = ? WHERE run_id = ? AND action = 'retreat' AND step > ?").run(
    toStep,
    runId,
    toStep,
  );
  settleInside(db, ledger);
  ledger.release(runId);
  abandonSteps(db, { runId, attempt, fromStep: toStep + 1 });
  db.statement("DELETE FROM checkpoint WHERE run_id = ? AND step > ?").run(runId, toStep);
  db.statement("UPDATE append_cursor SET retreats = retreats + 1 WHERE run_id = ? AND attempt = ?").run(
    runId,
    attempt,
  );
}
