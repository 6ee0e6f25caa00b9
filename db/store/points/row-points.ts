import type { Database } from "../../database";
import { fromColumn } from "../../schema/encoded-number";
import { addLater, type Bucket, type BucketRow, bucketOf, fromBucketRow } from "../rollup/bucket";
import type { Point, PointSource } from "./point-source";

/** The points of a series that are rows of their own. */
export function rowPoints(db: Database, seriesId: number): PointSource {
  const range: PointSource["range"] = (from, to, limit = -1) => {
    const rows = db.statement(rangeQuery).raw().all(seriesId, from, to, limit) as [
      number,
      number,
      number | "NaN",
    ][];
    return rows.map(([step, wallTime, value]) => [step, wallTime, fromColumn(value)]);
  };
  return {
    *stretches(from, to) {
      for (let next = from; ; ) {
        const page = range(next, to, pagePoints);
        const last = page.at(-1);
        if (!last) return;
        yield [
          {
            step: page.map(([step]) => step),
            wallTimeMs: page.map(([, wallTimeMs]) => wallTimeMs),
            value: page.map(([, , value]) => value),
          },
          0,
          page.length,
        ];
        next = last[0] + 1;
      }
    },
    range,
    isAtMost: (from, to, limit) =>
      (db
        .statement(countQuery)
        .pluck()
        .get(seriesId, from, to, limit + 1) as number) <= limit,
    summarize(from, to) {
      const row = db.statement(summaryQuery).raw().get({ id: seriesId, from, to }) as BucketRow | undefined;
      if (!row) return undefined;
      // SQL's own extremes and sum count the non-finite values in: such a bucket, a rare one, is made here.
      return row[1] === 0 ? fromBucketRow(row) : bucketOfPoints(range(from, to));
    },
  };
}

const pagePoints = 4096;

const rangeQuery =
  "SELECT step, wall_time, value FROM point WHERE series_id = ? AND step BETWEEN ? AND ? ORDER BY step LIMIT ?";

const countQuery =
  "SELECT count(*) FROM (SELECT 1 FROM point WHERE series_id = ? AND step BETWEEN ? AND ? LIMIT ?)";

// 'NaN' and the infinities lie outside the finite range in SQLite's order, so one comparison counts both.
const summaryQuery = `
  SELECT whole.count, whole.non_finite, whole.min, whole.max, whole.sum,
    first.step, first.wall_time, first.value, last.step, last.wall_time, last.value
  FROM (
    SELECT count(*) AS count, sum(value NOT BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) AS non_finite,
      min(value) AS min, max(value) AS max, sum(value) AS sum, min(step) AS low, max(step) AS high
    FROM point WHERE series_id = :id AND step BETWEEN :from AND :to
  ) AS whole
  JOIN point AS first ON first.series_id = :id AND first.step = whole.low
  JOIN point AS last ON last.series_id = :id AND last.step = whole.high`;

function bucketOfPoints([first, ...later]: Point[]): Bucket | undefined {
  if (!first) return undefined;
  const bucket = bucketOf(...first);
  for (const point of later) addLater(bucket, ...point);
  return bucket;
}
