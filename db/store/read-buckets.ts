import type { Database } from "../connection";
import { fromColumn } from "../schema/encoded-number";
import {
  addLater,
  type Bucket,
  type BucketRow,
  bucketColumns,
  bucketOf,
  fromBucketRow,
  mergeLater,
} from "./bucket";
import type { StoredSeries } from "./series";

export interface BucketRange {
  fromStep: number;
  toStep: number;
  width: number;
  bucketSteps: number | undefined;
}

/**
 * Buckets of a range in step order. Their edges are multiples of a step count that does not depend on
 * where the range begins, so that they stand still while a chart is panned or its run grows.
 */
export function readBuckets(
  db: Database,
  series: StoredSeries,
  { fromStep, toStep, width, bucketSteps }: BucketRange,
): { exact: boolean; buckets: Bucket[] } {
  const from = Math.max(fromStep, series.firstStep ?? 0);
  const to = Math.min(toStep, series.lastStep ?? -1);
  if (from > to) return { exact: bucketSteps === undefined, buckets: [] };
  if (bucketSteps === undefined && isAtMost(db, series.id, from, to, width))
    return { exact: true, buckets: groupPoints(db, series.id, from, to, 1) };
  const steps = bucketSteps ?? stepsOfBucket(from, to, width);
  const coarse = coarseSteps(series, from, to, width, bucketSteps ?? steps, bucketSteps !== undefined);
  const buckets =
    coarse === undefined
      ? groupPoints(db, series.id, from, to, steps)
      : groupRollup(db, series, from, to, coarse);
  return { exact: false, buckets };
}

function isAtMost(db: Database, seriesId: number, from: number, to: number, limit: number): boolean {
  const found = db
    .statement(
      "SELECT count(*) FROM (SELECT 1 FROM point WHERE series_id = ? AND step BETWEEN ? AND ? LIMIT ?)",
    )
    .pluck()
    .get(seriesId, from, to, limit + 1) as number;
  return found <= limit;
}

/** The fewest steps a bucket with which aligned buckets over the range number at most `width`. */
function stepsOfBucket(from: number, to: number, width: number): number {
  const length = to - from + 1;
  const steps = Math.ceil(length / width);
  if (Math.floor(to / steps) - Math.floor(from / steps) < width) return steps;
  // Unaligned by a bucket: leave room for one more, or take the one bucket that starts at step 0.
  return width === 1 ? to + 1 : Math.ceil(length / (width - 1));
}

/**
 * Steps a bucket when the rollup can serve the range, undefined when the points must. A rollup whose
 * own buckets are at most twice as wide as asked for serves too: half the width over a tenth of the rows.
 */
function coarseSteps(
  series: StoredSeries,
  from: number,
  to: number,
  width: number,
  steps: number,
  fixed: boolean,
): number | undefined {
  const unit = series.bucketSteps;
  if (fixed) return steps % unit === 0 ? steps : undefined;
  if (steps * 2 < unit) return undefined;
  return stepsOfBucket(Math.floor(from / unit), Math.floor(to / unit), width) * unit;
}

/** Rollup buckets for the interior and points at the two edges, which the range cuts. */
function groupRollup(db: Database, series: StoredSeries, from: number, to: number, steps: number): Bucket[] {
  const unit = series.bucketSteps;
  const firstWhole = Math.ceil(from / unit);
  const lastWhole = Math.floor((to + 1) / unit) - 1;
  if (firstWhole > lastWhole) return groupPoints(db, series.id, from, to, steps);
  const grouped = groupPoints(db, series.id, from, firstWhole * unit - 1, steps);
  const group = (bucket: Bucket) => Math.floor(bucket.firstStep / steps);
  const append = (bucket: Bucket) => {
    const last = grouped.at(-1);
    if (last && group(last) === group(bucket)) mergeLater(last, bucket);
    else grouped.push(bucket);
  };
  const rows = db
    .statement(
      `SELECT ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket BETWEEN ? AND ? ORDER BY bucket`,
    )
    .raw()
    .iterate(series.id, firstWhole, lastWhole) as IterableIterator<BucketRow>;
  for (const row of rows) append(fromBucketRow(row));
  for (const bucket of groupPoints(db, series.id, (lastWhole + 1) * unit, to, steps)) append(bucket);
  return grouped;
}

function groupPoints(db: Database, seriesId: number, from: number, to: number, steps: number): Bucket[] {
  if (from > to) return [];
  const rows = db
    .statement(
      "SELECT step, wall_time, value FROM point WHERE series_id = ? AND step BETWEEN ? AND ? ORDER BY step",
    )
    .raw()
    .iterate(seriesId, from, to) as IterableIterator<[number, number, number | "NaN"]>;
  const buckets: Bucket[] = [];
  let current: Bucket | undefined;
  let end = -1;
  for (const [step, wallTime, stored] of rows) {
    const value = fromColumn(stored);
    if (current && step < end) addLater(current, step, wallTime, value);
    else {
      current = bucketOf(step, wallTime, value);
      buckets.push(current);
      end = (Math.floor(step / steps) + 1) * steps;
    }
  }
  return buckets;
}
