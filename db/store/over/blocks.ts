import type { Database } from "../../connection";
import { type Bucket, type BucketRow, fromBucketRow } from "../bucket";
import type { StoredSeries } from "../series";

/** The points of a stretch of steps, [number * steps, (number + 1) * steps), summed up. */
export interface Block {
  number: number;
  steps: number;
  bucket: Bucket;
  /** Wall times between which its points lie; NaN where the clock went back within a rollup bucket, which does not say how far. */
  earliest: number;
  latest: number;
}

type BlockRow = [number: number, earliest: number, latest: number, wentBack: 0 | 1, ...BucketRow];

/** Blocks of `steps` steps, a multiple of the series' own rollup buckets, that overlap a range of steps; in step order. */
export function blocksOf(
  db: Database,
  { id, bucketSteps }: Pick<StoredSeries, "id" | "bucketSteps">,
  steps: number,
  fromStep: number,
  toStep: number,
): Block[] {
  const each = steps / bucketSteps;
  const range = { id, from: Math.floor(fromStep / bucketSteps), to: Math.floor(toStep / bucketSteps) };
  const rows =
    each === 1
      ? db.statement(single).raw().all(range)
      : db
          .statement(grouped)
          .raw()
          .all({ ...range, each });
  return (rows as BlockRow[]).map(([number, earliest, latest, wentBack, ...row]) => ({
    number,
    steps,
    bucket: fromBucketRow(row),
    earliest: wentBack ? Number.NaN : earliest,
    latest: wentBack ? Number.NaN : latest,
  }));
}

const single = `
  SELECT bucket, first_wall_time, last_wall_time, first_wall_time > last_wall_time,
    count, non_finite, min, max, sum, first_step, first_wall_time, first_value, last_step, last_wall_time, last_value
  FROM rollup WHERE series_id = :id AND bucket BETWEEN :from AND :to ORDER BY bucket`;

// The ends are looked up by the keys that the sums found: one pass over the rows. Numbers are bound as reals, and a cast
// makes the division one of integers.
const grouped = `
  SELECT whole.number, whole.earliest, whole.latest, whole.went_back,
    whole.count, whole.non_finite, whole.min, whole.max, whole.sum,
    first.first_step, first.first_wall_time, first.first_value,
    last.last_step, last.last_wall_time, last.last_value
  FROM (
    SELECT bucket / CAST(:each AS INTEGER) AS number,
      min(first_wall_time) AS earliest, max(last_wall_time) AS latest,
      max(first_wall_time > last_wall_time) AS went_back,
      sum(count) AS count, sum(non_finite) AS non_finite, min(min) AS min, max(max) AS max,
      sum(sum) AS sum, min(bucket) AS low, max(bucket) AS high
    FROM rollup WHERE series_id = :id AND bucket BETWEEN :from AND :to GROUP BY number
  ) AS whole
  JOIN rollup AS first ON first.series_id = :id AND first.bucket = whole.low
  JOIN rollup AS last ON last.series_id = :id AND last.bucket = whole.high
  ORDER BY whole.number`;
