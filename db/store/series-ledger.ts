import type { Database } from "../connection";
import { inTransaction } from "../transaction";
import type { Bucket } from "./bucket";
import { expandRun } from "./expand-run";
import { insertPoints, type PointParameters } from "./insert-points";
import { type NumberedBucket, writeBuckets } from "./rollups";
import { listAllSeries, makeSeries, type StoredSeries, updateSummary } from "./series";

/** A series that is being written: its summary, and its last bucket once that was needed. */
export interface LedgerSeries extends StoredSeries {
  tail?: { number: number; bucket: Bucket } | undefined;
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
  /** Points to store, as `pushPoint` lists them. */
  readonly points: PointParameters;
  /** A bucket that is complete, to be stored. */
  complete(bucket: NumberedBucket): void;
  /** The summary of this series, and its tail if there is one, are to be stored. */
  touch(series: LedgerSeries): void;
  /** Stores all that is to be: after it, the database knows what the ledger does. */
  flush(): void;
  /** Flushes, and forgets a run whose series are about to be changed by others. */
  release(runId: string): void;
}

interface KeptLedger extends SeriesLedger {
  clear(): void;
  readonly size: number;
}

/** A summary and a bucket take half a kilobyte. */
const mostKept = 50_000;

/**
 * Runs `work` as one write, with what this connection still knows from the last one: all of it, unless the database was
 * changed meanwhile by anyone else.
 */
export function withLedger<Result>(db: Database, work: (ledger: SeriesLedger) => Result): Result {
  const kept = ledgerOf(db);
  const { ledger } = kept;
  // Inside a transaction of the caller's, which may yet be undone.
  const isInner = db.sqlite.inTransaction;
  try {
    const result = inTransaction(db, () => {
      if (isInner || kept.seen !== stateOf(db) || ledger.size > mostKept) ledger.clear();
      const done = work(ledger);
      ledger.flush();
      kept.seen = stateOf(db);
      return done;
    });
    if (isInner) ledger.clear();
    return result;
  } catch (error) {
    ledger.clear();
    throw error;
  }
}

const ledgers = new WeakMap<Database, { ledger: KeptLedger; seen: string }>();

function ledgerOf(db: Database): { ledger: KeptLedger; seen: string } {
  let kept = ledgers.get(db);
  if (!kept) {
    kept = { ledger: createLedger(db), seen: "" };
    ledgers.set(db, kept);
  }
  return kept;
}

/** Differs once another connection, or another statement of this one, changed a row. */
function stateOf(db: Database): string {
  const others = db.statement("PRAGMA data_version").pluck().get();
  const own = db.statement("SELECT total_changes()").pluck().get();
  return `${others} ${own}`;
}

function createLedger(db: Database): KeptLedger {
  const runs = new Map<string, Map<string, LedgerSeries>>();
  const byId = new Map<number, LedgerSeries>();
  const touched = new Set<LedgerSeries>();
  let points: PointParameters = [];
  let buckets: NumberedBucket[] = [];

  function seriesOf(runId: string): Map<string, LedgerSeries> {
    let known = runs.get(runId);
    if (!known) {
      // Points are appended to rows, never to chunks.
      expandRun(db, runId);
      known = new Map(listAllSeries(db, runId).map((series) => [series.name, series]));
      runs.set(runId, known);
      for (const series of known.values()) byId.set(series.id, series);
    }
    return known;
  }

  function flush(): void {
    insertPoints(db, points);
    points = [];
    for (const series of touched) {
      if (series.tail) buckets.push({ seriesId: series.id, ...series.tail });
      updateSummary(db, series);
    }
    touched.clear();
    writeBuckets(db, buckets);
    buckets = [];
  }

  return {
    get points() {
      return points;
    },
    get size() {
      return byId.size;
    },
    find(runId, name) {
      const known = seriesOf(runId);
      let series = known.get(name);
      if (!series) {
        series = makeSeries(db, runId, name);
        known.set(name, series);
        byId.set(series.id, series);
      }
      return series;
    },
    findById(runId, id) {
      seriesOf(runId);
      return byId.get(id) as LedgerSeries;
    },
    has: (runId, name) => seriesOf(runId).has(name),
    count: (runId) => seriesOf(runId).size,
    complete: (bucket) => void buckets.push(bucket),
    touch: (series) => void touched.add(series),
    flush,
    release(runId) {
      flush();
      for (const { id } of runs.get(runId)?.values() ?? []) byId.delete(id);
      runs.delete(runId);
    },
    clear() {
      runs.clear();
      byId.clear();
      touched.clear();
      points = [];
      buckets = [];
    },
  };
}
