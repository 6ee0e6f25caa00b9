import type { Database } from "../connection";
import { GradiometerError } from "../contract/errors";
import type { EventBatch } from "../contract/events";
import { isEnded, type RunStatus } from "../contract/statuses";
import { inTransaction } from "../transaction";
import { abandonSteps } from "./branches/abandon-steps";
import { nextChange } from "./change-counter";
import { judgeAgain, markMonitored } from "./episodes/monitoring";
import type { AboutRun } from "./ingest/parse-ingest-batch";
import { readCursor, storeClientBatch } from "./runs/external-runs";
import { findRun } from "./runs/find-run";
import { type SeriesLedger, withLedger } from "./series/series-ledger";

/** What a stretch of a run's files holds. */
export interface ImportedEvents extends Pick<EventBatch, "series" | "log" | "media"> {
  /** Series that went back: what they recorded from that step on gives way to what is here, and is kept as a branch. */
  backTo: ReadonlyMap<string, number>;
  /** The whole run went back to this step. */
  allBackTo?: number | undefined;
}

/** Where the import of a run stands; `position` is JSON of the format's own making. */
export interface ImportPosition {
  format: string;
  source: string;
  position: unknown;
}

export interface ImportedBatch {
  runId: string;
  events: readonly ImportedEvents[];
  about: AboutRun;
  /** Up to where these events were read. */
  until: ImportPosition;
}

const noEvents: ImportedEvents = { series: {}, log: [], media: [], backTo: new Map() };

/** Stores events with the position behind them, all or nothing; the first of a run create it. Returns points stored. */
export function storeImported(db: Database, { runId, events, about, until }: ImportedBatch): number {
  return withLedger(db, (ledger) => {
    if (events.length === 0 && !findRun(db, runId)) return 0;
    let points = 0;
    // What is said of a run goes with events, if only with none.
    for (const part of events.length > 0 ? events : [noEvents])
      points += storePart(db, ledger, runId, part, about);
    db.statement(
      `INSERT INTO import_position (run_id, format, source, position, updated_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (run_id) DO UPDATE SET source = excluded.source, position = excluded.position,
         updated_at = excluded.updated_at`,
    ).run(runId, until.format, until.source, JSON.stringify(until.position), Date.now());
    return points;
  });
}

function storePart(
  db: Database,
  ledger: SeriesLedger,
  runId: string,
  { backTo, allBackTo, ...part }: ImportedEvents,
  about: AboutRun,
): number {
  const isThere = findRun(db, runId) !== undefined;
  const { attempt, lastSeq } = isThere ? readCursor(db, runId) : { attempt: 1, lastSeq: 0 };
  if (isThere && (backTo.size > 0 || allBackTo !== undefined)) {
    ledger.release(runId);
    goBack(db, runId, attempt, backTo, allBackTo);
  }
  const batch: EventBatch = {
    runId,
    attempt,
    seq: lastSeq + 1,
    ...part,
    checkpoints: [],
    guardActions: [],
  };
  const { points } = storeClientBatch(db, ledger, {
    events: batch,
    about,
    arrivedAt: Date.now(),
  });
  if (!isThere) markMonitored(db, { id: runId, attempt });
  return points;
}

function goBack(
  db: Database,
  runId: string,
  attempt: number,
  backTo: ReadonlyMap<string, number>,
  allBackTo: number | undefined,
): void {
  if (allBackTo !== undefined) abandonSteps(db, { runId, attempt, fromStep: allBackTo });
  const byStep = new Map<number, Set<string>>();
  for (const [name, step] of backTo) byStep.set(step, (byStep.get(step) ?? new Set()).add(name));
  for (const [fromStep, only] of byStep) abandonSteps(db, { runId, attempt, fromStep, only });
  db.statement(
    "UPDATE run SET step = (SELECT max(last_step) FROM series WHERE run_id = run.id), step_at = NULL WHERE id = ?",
  ).run(runId);
  // Whoever judges the run begins again.
  db.statement("UPDATE append_cursor SET retreats = retreats + 1 WHERE run_id = ? AND attempt = ?").run(
    runId,
    attempt,
  );
}

/** Where the import of a run stands; undefined before its first. */
export function readImportPosition(db: Database, runId: string): ImportPosition | undefined {
  const row = db
    .statement("SELECT format, source, position FROM import_position WHERE run_id = ?")
    .get(runId) as (Omit<ImportPosition, "position"> & { position: string }) | undefined;
  return row && { ...row, position: JSON.parse(row.position) };
}

/** The runs that files of a format made which lay at a place, the one that was read last first. */
export function runsImportedFrom(
  db: Database,
  { format, source }: Pick<ImportPosition, "format" | "source">,
): string[] {
  return db
    .statement("SELECT run_id FROM import_position WHERE source = ? AND format = ? ORDER BY updated_at DESC")
    .pluck()
    .all(source, format) as string[];
}

/**
 * Before the first events of an import are stored: an imported run that had ended goes on, and no one judges it before
 * all of it is there, since its files may bring one series after the other.
 */
export function beginImport(db: Database, runId: string): void {
  inTransaction(db, () => {
    const run = findRun(db, runId);
    if (!run) return;
    if (!readImportPosition(db, runId))
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
