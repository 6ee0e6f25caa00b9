import type { Database } from "../../database";
import { inTransaction } from "../../transaction";
import { chunkRun } from "../points/chunk-run";
import { noAxes, type RunAxes } from "../points/open-axis";
import { type OpenChunk, writeOpenChunk } from "../points/open-chunk";
import type { Bucket } from "../rollup/bucket";
import { type NumberedBucket, packComplete, writeRows } from "../rollup/write-rollup";
import { listAllSeries, makeSeries, type StoredSeries, updateSummary } from "./series";

/** A series that is being written: its summary, and its last bucket once that was needed. */
export interface LedgerSeries extends StoredSeries {
  tail?: { number: number; bucket: Bucket } | undefined;
  /** Buckets before it that are to be stored. */
  complete?: NumberedBucket[] | undefined;
  /** Its last chunk, once points were added to it. */
  open?: OpenChunk | undefined;
  run: LedgerRun;
}

export interface LedgerRun {
  id: string;
  axes: RunAxes;
}

/**
 * What a connection knows of the series it appends to: each commit reads nothing again and writes each summary and each
 * bucket once, however many batches it holds.
 */
export interface SeriesLedger {
  /** The series of a run by name, made where it is new. */
  find(runId: string, name: string): LedgerSeries;
  /** A series of the run that exists. */
  findById(runId: string, id: number): LedgerSeries;
  has(runId: string, name: string): boolean;
  count(runId: string): number;
  /** A chunk that changed, to be stored. */
  changed(run: LedgerRun, chunk: OpenChunk): void;
  /** A bucket that is complete, to be stored. */
  complete(series: LedgerSeries, bucket: NumberedBucket): void;
  /** The summary of this series, and its tail if there is one, are to be stored. */
  touch(series: LedgerSeries): void;
  /** Stores all that is to be: after it, the database knows what the ledger does. */
  flush(): void;
  /** Flushes, and forgets a run whose series are about to be changed by others. */
  release(runId: string): void;
}

interface KnownRun {
  run: LedgerRun;
  series: Map<string, LedgerSeries>;
  /** `run.change` after the last write of this connection's. */
  change: number | undefined;
}

interface KeptLedger extends SeriesLedger {
  clear(): void;
  /** At the start of a write: others may have written, so each run is looked at before it is used. */
  doubt(): void;
  /** At its end: what the runs used hold is stored. */
  trust(): void;
  readonly size: number;
}

/** A summary, a bucket and a chunk take up to three kilobytes. */
const mostKept = 20_000;

/**
 * Runs `work` as one write, with what this connection still knows from the last one: of each run all of it, unless that was
 * changed meanwhile, which every writer of its series counts up in `run.change`. Other statements of this connection clear it.
 */
export function withLedger<Result>(db: Database, work: (ledger: SeriesLedger) => Result): Result {
  const kept = ledgerOf(db);
  const { ledger } = kept;
  // Inside a transaction of the caller's, which may yet be undone.
  const isInner = db.sqlite.inTransaction;
  try {
    const result = inTransaction(db, () => {
      if (isInner || kept.changes !== changesOf(db) || ledger.size > mostKept) ledger.clear();
      ledger.doubt();
      const done = work(ledger);
      ledger.flush();
      ledger.trust();
      kept.changes = changesOf(db);
      return done;
    });
    if (isInner) ledger.clear();
    return result;
  } catch (error) {
    ledger.clear();
    throw error;
  }
}

interface Kept {
  ledger: KeptLedger;
  changes: number;
}

const ledgers = new WeakMap<Database, Kept>();

function ledgerOf(db: Database): Kept {
  let kept = ledgers.get(db);
  if (!kept) {
    kept = { ledger: createLedger(db), changes: -1 };
    ledgers.set(db, kept);
  }
  return kept;
}

/** Rows that this connection ever changed. */
const changesOf = (db: Database) => db.statement("SELECT total_changes()").pluck().get() as number;

function createLedger(db: Database): KeptLedger {
  const runs = new Map<string, KnownRun>();
  /** Runs that were looked at in this write. */
  const trusted = new Set<string>();
  const byId = new Map<number, LedgerSeries>();
  const touched = new Set<LedgerSeries>();
  const chunks = new Map<OpenChunk, LedgerRun>();

  const changeOf = (runId: string) =>
    db.statement("SELECT change FROM run WHERE id = ?").pluck().get(runId) as number | undefined;

  function forget(runId: string): void {
    for (const { id } of runs.get(runId)?.series.values() ?? []) byId.delete(id);
    runs.delete(runId);
  }

  function open(runId: string): KnownRun {
    let known = runs.get(runId);
    if (known && !trusted.has(runId) && known.change !== changeOf(runId)) {
      forget(runId);
      known = undefined;
    }
    trusted.add(runId);
    if (!known) {
      chunkRun(db, runId);
      const run: LedgerRun = { id: runId, axes: noAxes() };
      known = {
        run,
        change: undefined,
        series: new Map(listAllSeries(db, runId).map((series) => [series.name, { ...series, run }])),
      };
      runs.set(runId, known);
      for (const series of known.series.values()) byId.set(series.id, series);
    }
    return known;
  }

  function flush(): void {
    for (const [chunk, run] of chunks) writeOpenChunk(db, run.id, run.axes, chunk);
    chunks.clear();
    const rows: NumberedBucket[] = [];
    for (const series of touched) {
      if (series.tail) {
        if (series.complete) rows.push(...packComplete(db, series, series.complete, series.tail.number));
        series.complete = undefined;
        rows.push({ seriesId: series.id, ...series.tail });
      }
      updateSummary(db, series);
    }
    touched.clear();
    writeRows(db, rows);
  }

  return {
    get size() {
      return byId.size;
    },
    find(runId, name) {
      const known = open(runId);
      let series = known.series.get(name);
      if (!series) {
        series = { ...makeSeries(db, runId, name), run: known.run };
        known.series.set(name, series);
        byId.set(series.id, series);
      }
      return series;
    },
    findById(runId, id) {
      open(runId);
      return byId.get(id) as LedgerSeries;
    },
    has: (runId, name) => open(runId).series.has(name),
    count: (runId) => open(runId).series.size,
    changed: (run, chunk) => void chunks.set(chunk, run),
    complete(series, bucket) {
      series.complete ??= [];
      series.complete.push(bucket);
    },
    touch: (series) => void touched.add(series),
    flush,
    release(runId) {
      flush();
      forget(runId);
    },
    doubt: () => trusted.clear(),
    trust() {
      for (const runId of trusted) {
        const known = runs.get(runId);
        if (known) known.change = changeOf(runId);
      }
    },
    clear() {
      runs.clear();
      trusted.clear();
      byId.clear();
      touched.clear();
      chunks.clear();
    },
  };
}
