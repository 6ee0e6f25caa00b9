import type { SeriesColumns } from "../../contract/events";
import { fromColumn, toColumn } from "../../schema/encoded-number";

/** What is kept of the points of a stretch of steps. Values may be non-finite; min, max and sum see finite ones only. */
export interface Bucket {
  count: number;
  nonFinite: number;
  /** NaN while there is no finite value. */
  min: number;
  max: number;
  sum: number;
  firstStep: number;
  firstWallTime: number;
  firstValue: number;
  lastStep: number;
  lastWallTime: number;
  lastValue: number;
}

export function bucketOf(step: number, wallTime: number, value: number): Bucket {
  const finite = Number.isFinite(value);
  return {
    count: 1,
    nonFinite: finite ? 0 : 1,
    min: finite ? value : Number.NaN,
    max: finite ? value : Number.NaN,
    sum: finite ? value : 0,
    firstStep: step,
    firstWallTime: wallTime,
    firstValue: value,
    lastStep: step,
    lastWallTime: wallTime,
    lastValue: value,
  };
}

/** Adds the points `from` to `to` of columns, which lie after all of the bucket's own; for undefined, a bucket of them. */
export function addStretch(
  bucket: Bucket | undefined,
  { step, wallTimeMs, value }: Readonly<Record<keyof SeriesColumns, ArrayLike<number>>>,
  from: number,
  to: number,
): Bucket {
  const target = bucket ?? {
    ...bucketOf(step[from] as number, wallTimeMs[from] as number, value[from] as number),
  };
  let { min, max, sum, nonFinite } = target;
  for (let index = bucket ? from : from + 1; index < to; index++) {
    const y = value[index] as number;
    if (Number.isFinite(y)) {
      // Written so that a NaN bound, "none yet", gives way.
      if (!(min <= y)) min = y;
      if (!(max >= y)) max = y;
      sum += y;
    } else nonFinite++;
  }
  target.min = min;
  target.max = max;
  target.sum = sum;
  target.nonFinite = nonFinite;
  target.count += to - from - (bucket ? 0 : 1);
  target.lastStep = step[to - 1] as number;
  target.lastWallTime = wallTimeMs[to - 1] as number;
  target.lastValue = value[to - 1] as number;
  return target;
}

/** Adds a bucket whose points all lie after this one's. */
export function mergeLater(bucket: Bucket, later: Bucket): void {
  bucket.count += later.count;
  bucket.nonFinite += later.nonFinite;
  bucket.min = smaller(bucket.min, later.min);
  bucket.max = larger(bucket.max, later.max);
  bucket.sum += later.sum;
  bucket.lastStep = later.lastStep;
  bucket.lastWallTime = later.lastWallTime;
  bucket.lastValue = later.lastValue;
}

/** Mean of the finite values; NaN without any. Kept within its bounds where the sum rounded or overflowed. */
export function meanOf(bucket: Bucket): number {
  const finite = bucket.count - bucket.nonFinite;
  if (finite === 0) return Number.NaN;
  const mean = bucket.sum / finite;
  if (Number.isNaN(mean)) return bucket.min / 2 + bucket.max / 2;
  return Math.min(bucket.max, Math.max(bucket.min, mean));
}

/** The smaller of two bounds, either of which may be NaN for "none". */
export const smaller = (a: number, b: number): number => (a <= b || Number.isNaN(b) ? a : b);
export const larger = (a: number, b: number): number => (a >= b || Number.isNaN(b) ? a : b);

export const bucketColumns =
  "count, non_finite, min, max, sum, first_step, first_wall_time, first_value, last_step, last_wall_time, last_value";

export type BucketRow = [
  count: number,
  nonFinite: number,
  min: number | null,
  max: number | null,
  sum: number | "NaN",
  firstStep: number,
  firstWallTime: number,
  firstValue: number | "NaN",
  lastStep: number,
  lastWallTime: number,
  lastValue: number | "NaN",
];

export function fromBucketRow(row: BucketRow): Bucket {
  return {
    count: row[0],
    nonFinite: row[1],
    min: row[2] ?? Number.NaN,
    max: row[3] ?? Number.NaN,
    sum: fromColumn(row[4]),
    firstStep: row[5],
    firstWallTime: row[6],
    firstValue: fromColumn(row[7]),
    lastStep: row[8],
    lastWallTime: row[9],
    lastValue: fromColumn(row[10]),
  };
}

export function toBucketRow(bucket: Bucket): BucketRow {
  return [
    bucket.count,
    bucket.nonFinite,
    Number.isNaN(bucket.min) ? null : bucket.min,
    Number.isNaN(bucket.max) ? null : bucket.max,
    toColumn(bucket.sum),
    bucket.firstStep,
    bucket.firstWallTime,
    toColumn(bucket.firstValue),
    bucket.lastStep,
    bucket.lastWallTime,
    toColumn(bucket.lastValue),
  ];
}
