import type { Database } from "../../database";
import { inSnapshot, inTransaction } from "../../transaction";
import { touchRun } from "../change-counter";
import { type StoredSeries, seriesById } from "../series/series";
import type { Bucket } from "./bucket";
import { UnreadableBuckets } from "./pack-buckets";
import { eachBucket } from "./read-rollup";
import { bucketsOf, rebuildRollup } from "./rebuild-rollup";

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
  const stored = storedBuckets(db, series);
  if (typeof stored === "string") return stored;
  let buckets = 0;
  const found = { count: 0, nonFinite: 0, lastStep: null as number | null, lastValue: Number.NaN };
  for (const { number, bucket } of bucketsOf(db, series)) {
    buckets++;
    found.count += bucket.count;
    found.nonFinite += bucket.nonFinite;
    found.lastStep = bucket.lastStep;
    found.lastValue = bucket.lastValue;
    const there = stored.get(number);
    if (!there) return `bucket ${number} is missing`;
    const field = differingField(there, bucket);
    if (field) return `${field} of bucket ${number}`;
  }
  if (stored.size !== buckets || series.buckets !== buckets)
    return `${stored.size} buckets, expected ${buckets}`;
  for (const field of ["count", "nonFinite", "lastStep"] as const)
    if (series[field] !== found[field]) return `${field} ${series[field]}, expected ${found[field]}`;
  return same(series.lastValue, found.lastValue) ? undefined : "last value";
}

/** By their numbers; what is wrong where they cannot be read, or where one is stored twice. */
function storedBuckets(db: Database, series: StoredSeries): Map<number, Bucket> | string {
  const stored = new Map<number, Bucket>();
  try {
    for (const [number, bucket] of eachBucket(db, series)) {
      if (stored.has(number)) return `bucket ${number} is there twice`;
      stored.set(number, bucket);
    }
  } catch (error) {
    if (!(error instanceof UnreadableBuckets)) throw error;
    return error.message;
  }
  return stored;
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
