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
  toBucketRow,
} from "./bucket";
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

export function writeBucket(db: Database, seriesId: number, number: number, bucket: Bucket): void {
  db.statement(
    `INSERT OR REPLACE INTO rollup (series_id, bucket, ${bucketColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(seriesId, number, ...toBucketRow(bucket));
}

/** Makes a bucket from its points again; undefined and removed when it has none left. */
export function rebuildBucket(
  db: Database,
  { id, bucketSteps }: Pick<StoredSeries, "id" | "bucketSteps">,
  number: number,
): Bucket | undefined {
  const points = db
    .statement(
      "SELECT step, wall_time, value FROM point WHERE series_id = ? AND step BETWEEN ? AND ? ORDER BY step",
    )
    .raw()
    .all(id, number * bucketSteps, (number + 1) * bucketSteps - 1) as [number, number, number | "NaN"][];
  let bucket: Bucket | undefined;
  for (const [step, wallTime, value] of points) {
    if (bucket) addLater(bucket, step, wallTime, fromColumn(value));
    else bucket = bucketOf(step, wallTime, fromColumn(value));
  }
  if (bucket) writeBucket(db, id, number, bucket);
  else db.statement("DELETE FROM rollup WHERE series_id = ? AND bucket = ?").run(id, number);
  return bucket;
}

/**
 * Widens the buckets of a series that turns out to be sparse (one point each 100 steps, or steps
 * counted in tokens), so that a bucket stands for about as many points as in a dense one. The cost is
 * one pass over the rollup, and the next comes after it has grown severalfold: constant per point.
 */
export function coarsenRollup(db: Database, series: StoredSeries): void {
  if (series.buckets <= fewBuckets || series.count >= sparseOccupancy * series.buckets) return;
  let factor = 2;
  while (series.count * factor < targetOccupancy * series.buckets) factor *= 2;
  const rows = db
    .statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? ORDER BY bucket`)
    .raw()
    .all(series.id) as BucketRow[];
  db.statement("DELETE FROM rollup WHERE series_id = ?").run(series.id);
  series.bucketSteps *= factor;
  series.buckets = 0;
  let number = -1;
  let merged: Bucket | undefined;
  const finish = () => {
    if (!merged) return;
    writeBucket(db, series.id, number, merged);
    series.buckets++;
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
}
