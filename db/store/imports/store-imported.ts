import type { EventBatch } from "../../contract/events";
import type { Database } from "../../database";
import { abandonSteps } from "../branches/abandon-steps";
import { markMonitored } from "../episodes/monitoring";
import type { AboutRun } from "../ingest/parse-ingest-batch";
import { readCursor, storeClientBatch } from "../runs/external-runs";
import { findRun } from "../runs/find-run";
import { type SeriesLedger, withLedger } from "../series/series-ledger";
import type { ImportPosition } from "./import-position";

/** What a stretch of a run's files holds. */
export interface ImportedEvents extends Pick<EventBatch, "series" | "log" | "media"> {
  /** Series that went back: what they recorded from that step on gives way to what is here, and is kept as a branch. */
  backTo: ReadonlyMap<string, number>;
  /** The whole run went back to this step. */
  allBackTo?: number | undefined;
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
