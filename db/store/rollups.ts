import type { Database } from "../connection";
import { type Bucket, type BucketRow, bucketColumns, fromBucketRow, mergeLater, toBucketRow } from "./bucket";
import { pointsOf } from "./points";
import type { StoredSeries } from "./series";

/** Below this many points a bucket on average, a rollup is hardly smaller than its points. */
const sparseOccupancy = 8;
/** Points a bucket that coarsening aims at: half of the x64 that a series with every step has. */
const targetOccupancy = 32;
/** A rollup of fewer buckets is not worth changing. */
const fewBuckets = 64;

export function readBucket(db: Database, seriesId: number, bucket: number): Bucket | undefined {
  const row = db
    .statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket = ?`)
    .raw()
    .get(seriesId, bucket) as BucketRow | undefined;
  return row && fromBucketRow(row);
}

/** A bucket with its place: it covers the steps [number * bucketSteps, (number + 1) * bucketSteps) of its series. */
export interface NumberedBucket {
  seriesId: number;
  number: number;
  bucket: Bucket;
}

/** A bucket takes the place of the one that was stored under its number. */
export function writeBuckets(db: Database, buckets: readonly NumberedBucket[]): void {
  let from = 0;
  for (const tier of tiers)
    for (; buckets.length - from >= tier; from += tier) {
      const row: (number | string | null)[] = [];
      for (let index = from; index < from + tier; index++) {
        const { seriesId, number, bucket } = buckets[index] as NumberedBucket;
        row.push(seriesId, number, ...toBucketRow(bucket));
      }
      db.statement(writes[tier]).run(row);
    }
}

/** Rows a statement: the larger carries a commit of many series, the smaller what is left. */
const tiers = [32, 1] as const;

const writeOf = (count: number): string =>
  `INSERT OR REPLACE INTO rollup (series_id, bucket, ${bucketColumns})
   VALUES ${Array(count).fill("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").join(", ")}`;

const writes = { 32: writeOf(32), 1: writeOf(1) };

/** Makes a bucket from its points again; undefined and removed when it has none left. */
export function rebuildBucket(
  db: Database,
  series: Pick<StoredSeries, "id" | "bucketSteps" | "chunked">,
  number: number,
): Bucket | undefined {
  const { id, bucketSteps } = series;
  const bucket = pointsOf(db, series).summarize(number * bucketSteps, (number + 1) * bucketSteps - 1);
  if (bucket) writeBuckets(db, [{ seriesId: id, number, bucket }]);
  else db.statement("DELETE FROM rollup WHERE series_id = ? AND bucket = ?").run(id, number);
  return bucket;
}

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
  const rows = db
    .statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? ORDER BY bucket`)
    .raw()
    .all(series.id) as BucketRow[];
  db.statement("DELETE FROM rollup WHERE series_id = ?").run(series.id);
  series.bucketSteps *= factor;
  let number = -1;
  let merged: Bucket | undefined;
  const coarse: NumberedBucket[] = [];
  const finish = () => {
    if (merged) coarse.push({ seriesId: series.id, number, bucket: merged });
  };
  for (const row of rows) {
    const bucket = fromBucketRow(row);
    const target = Math.floor(bucket.firstStep / series.bucketSteps);
    if (merged && target === number) mergeLater(merged, bucket);
    else {
      finish();
      number = target;
      merged = bucket;
    }
  }
  finish();
  writeBuckets(db, coarse);
  series.buckets = coarse.length;
}
