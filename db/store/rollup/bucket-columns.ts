import { type Bucket, larger, smaller } from "./bucket";

/** What is kept of each bucket, in the order in which it is packed. */
export const bucketFields = [
  "count",
  "nonFinite",
  "min",
  "max",
  "sum",
  "firstStep",
  "firstWallTime",
  "firstValue",
  "lastStep",
  "lastWallTime",
  "lastValue",
] as const satisfies readonly (keyof Bucket)[];

/**
 * Buckets of a series in step order, a column a field. `number` says which stretch of steps each covers, from
 * `number * bucketSteps` on; its first and last step are counted from there.
 */
export type BucketColumns = Record<keyof Bucket, Column> & { number: Float64Array; bucketSteps: number };

/** Numbers as they are stored, at least as many as there are buckets. */
export type Column = Float64Array | Float32Array | Uint16Array | Uint8Array;

/** Buckets `start` to `end` of columns. */
export type Stretch = readonly [columns: BucketColumns, start: number, end: number];

export function bucketAt(columns: BucketColumns, index: number): Bucket {
  const start = (columns.number[index] as number) * columns.bucketSteps;
  return {
    count: columns.count[index] as number,
    nonFinite: columns.nonFinite[index] as number,
    min: columns.min[index] as number,
    max: columns.max[index] as number,
    sum: columns.sum[index] as number,
    firstStep: start + (columns.firstStep[index] as number),
    firstWallTime: columns.firstWallTime[index] as number,
    firstValue: columns.firstValue[index] as number,
    lastStep: start + (columns.lastStep[index] as number),
    lastWallTime: columns.lastWallTime[index] as number,
    lastValue: columns.lastValue[index] as number,
  };
}

/**
 * Adds the buckets `from` to `to` of columns, at least one, whose points lie after all of the bucket's own; for undefined,
 * a bucket of them.
 */
export function addBuckets(
  bucket: Bucket | undefined,
  columns: BucketColumns,
  from: number,
  to: number,
): Bucket {
  const target = bucket ?? bucketAt(columns, from);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let { count, nonFinite, sum } = target;
  for (let index = bucket ? from : from + 1; index < to; index++) {
    const min = columns.min[index] as number;
    const max = columns.max[index] as number;
    // NaN, "no finite value", is passed over.
    if (min < low) low = min;
    if (max > high) high = max;
    count += columns.count[index] as number;
    nonFinite += columns.nonFinite[index] as number;
    sum += columns.sum[index] as number;
  }
  target.min = smaller(target.min, low === Number.POSITIVE_INFINITY ? Number.NaN : low);
  target.max = larger(target.max, high === Number.NEGATIVE_INFINITY ? Number.NaN : high);
  target.count = count;
  target.nonFinite = nonFinite;
  target.sum = sum;
  const last = to - 1;
  target.lastStep =
    (columns.number[last] as number) * columns.bucketSteps + (columns.lastStep[last] as number);
  target.lastWallTime = columns.lastWallTime[last] as number;
  target.lastValue = columns.lastValue[last] as number;
  return target;
}

/** Buckets, in the order of their numbers, as columns. */
export function columnsOf(
  buckets: readonly (readonly [number: number, bucket: Bucket])[],
  bucketSteps: number,
): BucketColumns {
  const columns = emptyColumns(buckets.length, bucketSteps);
  buckets.forEach(([number, bucket], index) => {
    const start = number * bucketSteps;
    columns.number[index] = number;
    for (const field of bucketFields) columns[field][index] = bucket[field];
    columns.firstStep[index] = bucket.firstStep - start;
    columns.lastStep[index] = bucket.lastStep - start;
  });
  return columns;
}

/** The buckets of stretches, one after the other. */
export function joinedColumns(stretches: readonly Stretch[], bucketSteps: number): BucketColumns {
  const length = stretches.reduce((sum, [, start, end]) => sum + end - start, 0);
  const columns = emptyColumns(length, bucketSteps);
  let at = 0;
  for (const [from, start, end] of stretches) {
    columns.number.set(from.number.subarray(start, end), at);
    for (const field of bucketFields) columns[field].set(from[field].subarray(start, end), at);
    at += end - start;
  }
  return columns;
}

function emptyColumns(length: number, bucketSteps: number): BucketColumns {
  const columns = { number: new Float64Array(length), bucketSteps } as BucketColumns;
  for (const field of bucketFields) columns[field] = new Float64Array(length);
  return columns;
}
