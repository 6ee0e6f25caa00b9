import { GradiometerError } from "../../contract/errors";
import type {
  AppendReceipt,
  EventBatch,
  EventBatchInput,
  SeriesColumns,
  StatusChange,
} from "../../contract/events";
import { ingestLimits } from "../../contract/ingest";
import { isEnded, type RunStatus } from "../../contract/statuses";
import type { Database } from "../../database";
import { nextChange } from "../change-counter";
import { appendCheckpoints } from "../checkpoints/append-checkpoints";
import { judgeAgain } from "../episodes/monitoring";
import { appendGuardActions } from "../guard-actions";
import { appendMedia } from "../media/append-media";
import { appendPoints } from "../points/append-points";
import { stepRate } from "../runs/step-rate";
import { type SeriesLedger, withLedger } from "../series/series-ledger";
import { deposit, settleInside } from "./inbox";
import { parseEventBatch } from "./parse-event-batch";
import { goBack, replaceFromEarlier } from "./replace-steps";

/**
 * Stores what a trainer sent, all of it or nothing. (runId, attempt, seq) names a batch: one that
 * was stored before changes nothing, so a sender whose acknowledgement was lost just sends again.
 */
export function appendEvents(db: Database, batch: EventBatchInput): AppendReceipt {
  return appendValidated(db, parseEventBatch(batch));
}

/** The same for a batch that has been parsed already. */
export function appendValidated(db: Database, batch: EventBatch): AppendReceipt {
  return withLedger(db, (ledger) => appendInside(db, ledger, batch));
}

const mostSeries = ingestLimits.seriesPerRun;

interface RunState {
  status: RunStatus;
  attempt: number;
  step: number | null;
  stepAt: number | null;
  stepsPerSecond: number | null;
}

/**
 * The same within `withLedger`, which may store several at once. A batch that is refused (not found, conflict, too large)
 * has written nothing.
 */
export function appendInside(
  db: Database,
  ledger: SeriesLedger,
  batch: EventBatch,
  /** Later: points are kept in the inbox, from which `settleInbox` puts them into their series. */
  wanted: "now" | "later" = "now",
): AppendReceipt {
  const run = db
    .statement(
      "SELECT status, attempt, step, step_at AS stepAt, steps_per_second AS stepsPerSecond FROM run WHERE id = ?",
    )
    .get(batch.runId) as RunState | undefined;
  if (!run)
    throw new GradiometerError(
      "not-found",
      `No run "${batch.runId}" to append to; create it first, or check the id`,
    );
  if (isDuplicate(db, batch, run.attempt)) return { outcome: "duplicate", points: 0, replaced: 0 };
  checkSeriesCount(ledger, batch);
  moveCursor(db, batch);
  // An ended run is judged to its end as soon as that is known: by then all of its points are in their series.
  const isOver = isEnded(run.status) && run.status !== "lost";
  const points = isOver || (batch.status && isEnded(batch.status.status)) ? "now" : wanted;
  if (points === "now") settleInside(db, ledger);
  const resumed = replaceFromEarlier(db, ledger, batch);
  const retreated = batch.retreatTo !== undefined;
  if (batch.retreatTo !== undefined) goBack(db, ledger, batch, batch.retreatTo);
  const appended =
    points === "now"
      ? appendPoints(db, ledger, batch.runId, batch.series)
      : { points: deposit(db, ledger, batch.runId, batch.series), replaced: 0 };
  if (isOver && appended.points > 0) judgeAgain(db, batch.runId);
  appendLog(db, batch);
  appendMedia(db, batch);
  appendGuardActions(db, batch);
  appendCheckpoints(db, batch);
  const before = batch.retreatTo ?? (resumed ? null : run.step);
  updateRun(db, batch, resumed || retreated ? { ...run, step: before, stepAt: null } : run);
  if (batch.status) applyStatus(db, batch, batch.status);
  return { outcome: "stored", ...appended };
}

/** True for a batch stored before, false for the next one; any other is an error. */
function isDuplicate(db: Database, { runId, attempt, seq }: EventBatch, current: number): boolean {
  const lastSeq =
    (db
      .statement("SELECT last_seq FROM append_cursor WHERE run_id = ? AND attempt = ?")
      .pluck()
      .get(runId, attempt) as number | undefined) ?? 0;
  if (seq <= lastSeq) return true;
  if (attempt < current)
    throw new GradiometerError(
      "conflict",
      `Attempt ${attempt} of run "${runId}" was superseded by attempt ${current}; stop this trainer, the other one records the run`,
    );
  if (seq > lastSeq + 1)
    throw new GradiometerError(
      "conflict",
      `Expected batch ${lastSeq + 1} of attempt ${attempt} of run "${runId}", got batch ${seq}; send the missing ones first`,
    );
  return false;
}

/** A name made of a step or a random number would make one series of each point. */
export function checkSeriesCount(ledger: SeriesLedger, { runId, series }: EventBatch): void {
  const names = Object.keys(series);
  const stored = ledger.count(runId);
  if (names.length + stored <= mostSeries) return;
  const fresh = names.filter((name) => !ledger.has(runId, name));
  if (fresh.length > 0 && stored + fresh.length > mostSeries)
    throw new GradiometerError(
      "too-large",
      `Run "${runId}" would have ${stored + fresh.length} series; at most ${mostSeries} are kept. A series is one name with many steps: keep running numbers out of names such as ${JSON.stringify(fresh[0]?.slice(0, 60))}`,
    );
}

function moveCursor(db: Database, { runId, attempt, seq }: EventBatch): void {
  db.statement(
    `INSERT INTO append_cursor (run_id, attempt, last_seq) VALUES (?, ?, ?)
     ON CONFLICT (run_id, attempt) DO UPDATE SET last_seq = excluded.last_seq`,
  ).run(runId, attempt, seq);
}

function appendLog(db: Database, { runId, attempt, log }: EventBatch): void {
  const insert = db.statement(
    "INSERT INTO log_line (run_id, attempt, wall_time, level, text) VALUES (?, ?, ?, ?, ?)",
  );
  for (const line of log) insert.run(runId, attempt, line.wallTimeMs, line.level, line.text);
}

function updateRun(db: Database, batch: EventBatch, run: RunState): void {
  const latest = latestStep(batch);
  const advanced = latest && (run.step === null || latest.step > run.step) ? latest : undefined;
  const environment = batch.environment;
  db.statement(
    `UPDATE run SET change = :change, attempt = max(attempt, :attempt),
       step = :step, step_at = :stepAt, steps_per_second = :stepsPerSecond,
       environment = coalesce(:environment, environment), backend = coalesce(:backend, backend)
     WHERE id = :runId`,
  ).run({
    change: nextChange(db),
    attempt: batch.attempt,
    step: advanced?.step ?? run.step,
    stepAt: advanced?.wallTimeMs ?? run.stepAt,
    stepsPerSecond: advanced ? stepRate(run, advanced) : run.stepsPerSecond,
    environment: environment ? JSON.stringify(environment) : null,
    backend: environment?.backend ?? null,
    runId: batch.runId,
  });
}

function latestStep({ series }: EventBatch): { step: number; wallTimeMs: number } | undefined {
  let latest: { step: number; wallTimeMs: number } | undefined;
  let before: readonly number[] | undefined;
  for (const name in series) {
    const { step: steps, wallTimeMs } = series[name] as SeriesColumns;
    // Most series of a batch share one list.
    if (steps === before) continue;
    before = steps;
    for (let index = steps.length - 1; index >= 0; index--) {
      const step = steps[index] as number;
      if (!latest || step > latest.step) latest = { step, wallTimeMs: wallTimeMs[index] as number };
    }
  }
  return latest;
}

/**
 * An ended run stays ended; `lost` is a presumption, which the trainer's own word corrects. A run that trains again
 * needs no explanation.
 */
function applyStatus(db: Database, { runId, attempt }: EventBatch, change: StatusChange): void {
  db.statement(
    `UPDATE run SET status = :status, message = CASE WHEN :status = 'running' THEN :message ELSE coalesce(:message, message) END,
       started_at = CASE WHEN :status = 'queued' THEN started_at ELSE coalesce(started_at, :at) END,
       ended_at = :endedAt, ended_step = :endedStep, continue_requested_at = NULL
     WHERE id = :runId AND attempt = :attempt AND status IN ('queued', 'running', 'paused', 'lost')`,
  ).run({
    status: change.status,
    message: change.message ?? null,
    at: Math.round(change.wallTimeMs),
    endedAt: isEnded(change.status) ? Math.round(change.wallTimeMs) : null,
    endedStep: isEnded(change.status) ? (change.step ?? null) : null,
    runId,
    attempt,
  });
}
