import { GradiometerError } from "../../contract/errors";
import { isEnded, type RunStatus } from "../../contract/statuses";
import type { Database } from "../../database";
import { inTransaction } from "../../transaction";
import { nextChange } from "../change-counter";
import { judgeAgain, markMonitored } from "../episodes/monitoring";
import { findRun } from "../runs/find-run";
import { runTimes } from "../runs/run-times";
import { isImported } from "./import-position";

/**
 * Before the first events of an import are stored: an imported run that had ended goes on, and no one judges it before
 * all of it is there, since its files may bring one series after the other.
 */
export function beginImport(db: Database, runId: string): void {
  inTransaction(db, () => {
    const run = findRun(db, runId);
    if (!run) return;
    if (!isImported(db, runId))
      throw new GradiometerError(
        "conflict",
        `Run "${runId}" is here and was not imported; give the import another --name`,
      );
    db.statement(
      `UPDATE run SET status = 'running', message = NULL, ended_at = NULL, ended_step = NULL, heartbeat_at = ?,
         change = ? WHERE id = ?`,
    ).run(Date.now(), nextChange(db), runId);
    markMonitored(db, run);
  });
}

/** From here on the run is judged as its points come in. */
export function startJudging(db: Database, runId: string): void {
  inTransaction(db, () => {
    judgeAgain(db, runId);
    db.statement("UPDATE run SET change = ? WHERE id = ?").run(nextChange(db), runId);
  });
}

export interface ImportedOutcome {
  status: RunStatus;
  message?: string | undefined;
  /** When the run began and ended, as its files say; milliseconds since 1970. */
  startedAtMs: number | null;
  endedAtMs: number | null;
}

/** All that the files hold is stored: the run ends as they say, and is judged. */
export function endImport(db: Database, runId: string, outcome: ImportedOutcome): void {
  const { status, message, startedAtMs, endedAtMs } = outcome;
  inTransaction(db, () => {
    db.statement(
      `UPDATE run SET status = ?, message = ?, started_at = coalesce(?, started_at), ended_at = ?, ended_step = ?
       WHERE id = ?`,
    ).run(
      status,
      message ?? null,
      startedAtMs === null ? null : Math.round(startedAtMs),
      isEnded(status) ? Math.round(endedAtMs ?? Date.now()) : null,
      null,
      runId,
    );
    startJudging(db, runId);
  });
}

/** An import ended midway: nobody knows how the run did. Importing its files again goes on with it. */
export function abandonImport(db: Database, runId: string, why: string): void {
  endImport(db, runId, {
    status: "lost",
    message: `Its import did not come to its end: ${why}. What was read is kept; import its files again to go on.`,
    ...runTimes(db, runId),
  });
}

/** A batch takes less than a second, and what is followed gives a sign of life each second. */
const silentMs = 60_000;

/** Ends the runs whose import was killed: they are running, and nobody imports them. */
export function endDeadImports(db: Database, now = Date.now()): void {
  const runIds = db
    .statement(
      `SELECT run.id FROM import_position JOIN run ON run.id = import_position.run_id
       WHERE run.status = 'running' AND coalesce(run.heartbeat_at, 0) < ?`,
    )
    .pluck()
    .all(now - silentMs) as string[];
  for (const runId of runIds) abandonImport(db, runId, "its process was killed");
}
