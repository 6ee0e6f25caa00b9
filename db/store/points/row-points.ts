import type { Database } from "../../database";
import { fromColumn } from "../../schema/encoded-number";
import { addStretch, type BucketRow, fromBucketRow } from "../rollup/bucket";
import type { PointColumns, PointSource } from "./point-source";

/** The points of a series that are rows of their own. */
export function rowPoints(db: Database, seriesId: number): PointSource {
  function columns(from: number, to: number, limit = -1): PointColumns {
    const rows = db.statement(rangeQuery).raw().all(seriesId, from, to, limit) as [
      number,
      number,
      number | "NaN",
    ][];
    return {
      step: rows.map(([step]) => step),
      wallTimeMs: rows.map(([, wallTime]) => wallTime),
      value: rows.map(([, , value]) => fromColumn(value)),
    };
  }
  return {
    *stretches(from, to) {
      for (let next = from; ; ) {
        const page = columns(next, to, pagePoints);
        const { length } = page.step;
        if (length === 0) return;
        yield [page, 0, length];
        next = (page.step[length - 1] as number) + 1;
      }
    },
    columns,
    isAtMost: (from, to, limit) =>
      (db
        .statement(countQuery)
        .pluck()
        .get(seriesId, from, to, limit + 1) as number) <= limit,
    summarize(from, to) {
      const row = db.statement(summaryQuery).raw().get({ id: seriesId, from, to }) as BucketRow | undefined;
      if (!row) return undefined;
      // SQL's own extremes and sum count the non-finite values in: such a bucket, a rare one, is made here.
      if (row[1] === 0) return fromBucketRow(row);
      const points = columns(from, to);
      return addStretch(undefined, points, 0, points.step.length);
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
