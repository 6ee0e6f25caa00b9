import type { Database } from "../connection";
import { GradiometerError } from "../contract/errors";
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

/** A chart has no more pixels than this to show them in. */
export const maximalWidth = 2000;
/** A range that is not aligned touches one bucket more. */
const mostBuckets = maximalWidth + 1;

export interface BucketRange {
  fromStep: number;
  toStep: number;
  width: number;
  /** Steps a bucket, where the caller decides; else the fewest that `width` allows. */
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
  if (bucketSteps === undefined && isAtMost(db, series.id, from, to, width)) {
    const points = readRange(db, series.id, from, to);
    return { exact: true, buckets: points.map((point) => bucketOf(...point)) };
  }
  const steps = bucketSteps ?? chooseSteps(series.bucketSteps, from, to, width);
  assertFew(Math.floor(to / steps) - Math.floor(from / steps) + 1, steps);
  const buckets: Bucket[] = [];
  for (let start = Math.floor(from / steps) * steps; start <= to; start += steps) {
    const bucket = summarize(db, series, Math.max(from, start), Math.min(to, start + steps - 1));
    if (bucket) buckets.push(bucket);
  }
  return { exact: false, buckets };
}

function assertFew(buckets: number, steps: number): void {
  if (buckets > mostBuckets)
    throw new GradiometerError(
      "invalid",
      `Buckets of ${steps} steps would be ${buckets} over this range, expected at most ${mostBuckets}; choose a larger bucketSteps`,
    );
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

/**
 * Steps a bucket: the fewest that `width` allows, or the fewest whole rollup buckets (`unit`) where that
 * at most doubles them: half the resolution at a thirtieth of the rows.
 */
function chooseSteps(unit: number, from: number, to: number, width: number): number {
  const steps = fewestSteps(from, to, width);
  if (steps * 2 < unit) return steps;
  return fewestSteps(Math.floor(from / unit), Math.floor(to / unit), width) * unit;
}

/** The fewest steps with which aligned buckets over the range number at most `width`. */
function fewestSteps(from: number, to: number, width: number): number {
  const length = to - from + 1;
  const steps = Math.ceil(length / width);
  if (Math.floor(to / steps) - Math.floor(from / steps) < width) return steps;
  // Unaligned by a bucket: leave room for one more, or take the one bucket that starts at step 0.
  return width === 1 ? to + 1 : Math.ceil(length / (width - 1));
}

/** One bucket of any range: the rollup buckets that lie in it whole, and the points at its two ends. */
function summarize(db: Database, series: StoredSeries, from: number, to: number): Bucket | undefined {
  const unit = series.bucketSteps;
  const firstWhole = Math.ceil(from / unit);
  const lastWhole = Math.floor((to + 1) / unit) - 1;
  if (firstWhole > lastWhole) return summarizePoints(db, series.id, from, to);
  const parts = [
    summarizePoints(db, series.id, from, firstWhole * unit - 1),
    summarizeRollup(db, series.id, firstWhole, lastWhole),
    summarizePoints(db, series.id, (lastWhole + 1) * unit, to),
  ].filter((part) => part !== undefined);
  const [whole, ...later] = parts;
  if (whole) for (const part of later) mergeLater(whole, part);
  return whole;
}

// The sums come first and the ends are looked up by the key they found: one pass over the rows.
const rollupSummary = `
  SELECT whole.count, whole.non_finite, whole.min, whole.max, whole.sum,
    first.first_step, first.first_wall_time, first.first_value,
    last.last_step, last.last_wall_time, last.last_value
  FROM (
    SELECT sum(count) AS count, sum(non_finite) AS non_finite, min(min) AS min, max(max) AS max,
      sum(sum) AS sum, min(bucket) AS low, max(bucket) AS high
    FROM rollup WHERE series_id = :id AND bucket BETWEEN :from AND :to
  ) AS whole
  JOIN rollup AS first ON first.series_id = :id AND first.bucket = whole.low
  JOIN rollup AS last ON last.series_id = :id AND last.bucket = whole.high`;

function summarizeRollup(db: Database, id: number, from: number, to: number): Bucket | undefined {
  if (from === to) {
    const row = db
      .statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? AND bucket = ?`)
      .raw()
      .get(id, from) as BucketRow | undefined;
    return row && fromBucketRow(row);
  }
  const row = db.statement(rollupSummary).raw().get({ id, from, to }) as BucketRow | undefined;
  return row && fromBucketRow(row);
}

// 'NaN' and the infinities lie outside the finite range in SQLite's order, so one comparison counts both.
const pointSummary = `
  SELECT whole.count, whole.non_finite, whole.min, whole.max, whole.sum,
    first.step, first.wall_time, first.value, last.step, last.wall_time, last.value
  FROM (
    SELECT count(*) AS count, sum(value NOT BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) AS non_finite,
      min(value) AS min, max(value) AS max, sum(value) AS sum, min(step) AS low, max(step) AS high
    FROM point WHERE series_id = :id AND step BETWEEN :from AND :to
  ) AS whole
  JOIN point AS first ON first.series_id = :id AND first.step = whole.low
  JOIN point AS last ON last.series_id = :id AND last.step = whole.high`;

function summarizePoints(db: Database, id: number, from: number, to: number): Bucket | undefined {
  if (from > to) return undefined;
  const row = db.statement(pointSummary).raw().get({ id, from, to }) as BucketRow | undefined;
  if (!row) return undefined;
  // SQL's own extremes and sum count the non-finite values in: such a bucket, a rare one, is made here.
  return row[1] === 0 ? fromBucketRow(row) : bucketOfPoints(readRange(db, id, from, to));
}

function bucketOfPoints([first, ...later]: Point[]): Bucket | undefined {
  if (!first) return undefined;
  const bucket = bucketOf(...first);
  for (const point of later) addLater(bucket, ...point);
  return bucket;
}

type Point = [step: number, wallTime: number, value: number];

function readRange(db: Database, seriesId: number, from: number, to: number): Point[] {
  const rows = db
    .statement(
      "SELECT step, wall_time, value FROM point WHERE series_id = ? AND step BETWEEN ? AND ? ORDER BY step",
    )
    .raw()
    .all(seriesId, from, to) as [number, number, number | "NaN"][];
  return rows.map(([step, wallTime, value]) => [step, wallTime, fromColumn(value)]);
}
