import type { Database } from "../../database";
import { type ThresholdValues, thresholdsOf } from "./kept-thresholds";

/** Notes what the monitor judges a run by from now on; writes nothing where that is what is noted. */
export function noteJudgedBy(db: Database, runId: string, thresholds: ThresholdValues): void {
  if (JSON.stringify(noted(db, runId) ?? {}) === JSON.stringify(thresholds)) return;
  db.statement(
    `INSERT INTO judging (run_id, thresholds) VALUES (?, ?)
     ON CONFLICT (run_id) DO UPDATE SET thresholds = excluded.thresholds`,
  ).run(runId, JSON.stringify(thresholds));
}

/**
 * The thresholds, other than the defaults, that the episodes of a run rest on: a run that ended before some were kept was
 * judged without them. Of a run that nothing has judged yet, those that hold for it now.
 */
export function judgedBy(db: Database, run: { id: string; workload: string }): ThresholdValues {
  const found = noted(db, run.id);
  if (found) return found;
  const isJudged = db.statement("SELECT 1 FROM monitoring WHERE run_id = ?").get(run.id) !== undefined;
  return isJudged ? {} : thresholdsOf(db, run.workload);
}

function noted(db: Database, runId: string): ThresholdValues | undefined {
  const text = db.statement("SELECT thresholds FROM judging WHERE run_id = ?").pluck().get(runId);
  return typeof text === "string" ? (JSON.parse(text) as ThresholdValues) : undefined;
}

/** Changes when a run is judged by something else: what is derived from it is to be made again. */
export function judgingKey(db: Database, runId: string): string {
  const row = db
    .statement("SELECT asked || ' ' || thresholds FROM judging WHERE run_id = ?")
    .pluck()
    .get(runId);
  return typeof row === "string" ? row : "";
}
