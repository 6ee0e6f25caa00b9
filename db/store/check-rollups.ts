import type { Database } from "../connection";
import { inSnapshot, inTransaction } from "../transaction";
import { type Bucket, type BucketRow, bucketColumns, fromBucketRow } from "./bucket";
import { touchRun } from "./change-counter";
import { bucketsOf, rebuildRollup } from "./rebuild-rollup";
import { type StoredSeries, seriesById } from "./series";

/** A series whose rollup or summary is not what its points say, and the first thing that differs. */
export interface WrongRollup {
  seriesId: number;
  runId: string;
  name: string;
  says: string;
}

/** Holds every rollup and summary to the points, by brute force: reads all points there are, series by series. */
export function* checkRollups(db: Database): Generator<WrongRollup | undefined> {
  const all = db.statement("SELECT id, run_id AS runId, name FROM series ORDER BY id").all() as {
    id: number;
    runId: string;
    name: string;
  }[];
  for (const { id, runId, name } of all) {
    const says = inSnapshot(db, () => {
      const series = seriesById(db, id);
      return series && firstDifference(db, series);
    });
    yield says === undefined ? undefined : { seriesId: id, runId, name, says };
  }
}

/** Makes the rollup and summary of a series from its points again. */
export function repairRollup(db: Database, seriesId: number): void {
  inTransaction(db, () => {
    const series = seriesById(db, seriesId);
    if (!series) return;
    rebuildRollup(db, series);
    touchRun(db, db.statement("SELECT run_id FROM series WHERE id = ?").pluck().get(seriesId) as string);
  });
}

function firstDifference(db: Database, series: StoredSeries): string | undefined {
  const query = db.statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket = ?`).raw();
  let buckets = 0;
  const found = { count: 0, nonFinite: 0, lastStep: null as number | null, lastValue: Number.NaN };
  for (const { number, bucket } of bucketsOf(db, series)) {
    buckets++;
    found.count += bucket.count;
    found.nonFinite += bucket.nonFinite;
    found.lastStep = bucket.lastStep;
    found.lastValue = bucket.lastValue;
    const row = query.get(series.id, number) as BucketRow | undefined;
    if (!row) return `bucket ${number} is missing`;
    const field = differingField(fromBucketRow(row), bucket);
    if (field) return `${field} of bucket ${number}`;
  }
  const stored = db.statement("SELECT count(*) FROM rollup WHERE series_id = ?").pluck().get(series.id);
  if (stored !== buckets || series.buckets !== buckets) return `${stored} buckets, expected ${buckets}`;
  for (const field of ["count", "nonFinite", "lastStep"] as const)
    if (series[field] !== found[field]) return `${field} ${series[field]}, expected ${found[field]}`;
  return same(series.lastValue, found.lastValue) ? undefined : "last value";
}

function differingField(stored: Bucket, expected: Bucket): string | undefined {
  return (Object.keys(expected) as (keyof Bucket)[]).find((field) => {
    if (field !== "sum") return !same(stored[field], expected[field]);
    // Added up in another order; where the terms overflow, any order may give something else.
    const size = expected.count * Math.max(Math.abs(expected.min), Math.abs(expected.max));
    if (!Number.isFinite(size)) return false;
    return Math.abs(stored.sum - expected.sum) > 4 * expected.count * Number.EPSILON * size;
  });
}

/** NaN is the same as NaN, and -0, which SQLite does not keep, as 0. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
