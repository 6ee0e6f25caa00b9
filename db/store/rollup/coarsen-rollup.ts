import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { mergeLater } from "./bucket";
import { eachBucket } from "./read-rollup";
import { appendBuckets, type NumberedBucket, removeRollup } from "./write-rollup";

/** Below this many points a bucket on average, a rollup is hardly smaller than its points. */
const sparseOccupancy = 8;
/** Points a bucket that coarsening aims at: an eighth of what a series with every step has. */
const targetOccupancy = 32;
/** A rollup of fewer buckets is not worth changing. */
const fewBuckets = 64;

/** Whether a series turns out to be sparse: one point each 100 steps, or steps counted in tokens. */
export const isTooFine = ({ buckets, count }: StoredSeries): boolean =>
  buckets > fewBuckets && count < sparseOccupancy * buckets;

/**
 * Widens the buckets of a sparse series, so that a bucket stands for about as many points as in a dense one. The cost is
 * one pass over the rollup, and the next comes after it has grown severalfold: constant per point.
 */
export function coarsenRollup(db: Database, series: StoredSeries, occupancy = targetOccupancy): void {
  let factor = 2;
  while (series.count * factor < occupancy * series.buckets) factor *= 2;
  const fine = eachBucket(db, { ...series });
  series.bucketSteps *= factor;
  const coarse: NumberedBucket[] = [];
  for (const [, bucket] of fine) {
    const number = Math.floor(bucket.firstStep / series.bucketSteps);
    const last = coarse.at(-1);
    if (last?.number === number) mergeLater(last.bucket, bucket);
    else coarse.push({ seriesId: series.id, number, bucket });
  }
  removeRollup(db, series.id);
  appendBuckets(db, series, coarse);
  series.buckets = coarse.length;
}
