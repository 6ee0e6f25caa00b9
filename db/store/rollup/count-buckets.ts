import type { StoredSeries } from "../series/series";
import { type Bucket, larger, smaller } from "./bucket";

/** The series as it is known while it has no points. */
export const withoutPoints = (series: StoredSeries): StoredSeries => ({
  ...series,
  buckets: 0,
  count: 0,
  nonFinite: 0,
  min: Number.NaN,
  max: Number.NaN,
  firstStep: null,
  lastStep: null,
  lastValue: Number.NaN,
});

/** Counts a bucket, which lies after all that were counted, into what is known of its series. */
export function countBucket(series: StoredSeries, bucket: Bucket): void {
  series.buckets++;
  series.count += bucket.count;
  series.nonFinite += bucket.nonFinite;
  series.min = smaller(series.min, bucket.min);
  series.max = larger(series.max, bucket.max);
  series.firstStep ??= bucket.firstStep;
  series.lastStep = bucket.lastStep;
  series.lastValue = bucket.lastValue;
}
