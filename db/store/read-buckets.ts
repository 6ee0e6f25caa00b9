import type { Database } from "../connection";
import { GradiometerError } from "../contract/errors";
import { type Bucket, type BucketRow, bucketColumns, bucketOf, fromBucketRow, mergeLater } from "./bucket";
import { type PointSource, pointsOf } from "./points";
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
  const points = pointsOf(db, series);
  if (bucketSteps === undefined && points.isAtMost(from, to, width))
    return { exact: true, buckets: points.range(from, to).map((point) => bucketOf(...point)) };
  const steps = bucketSteps ?? chooseSteps(series.bucketSteps, from, to, width);
  assertFew(Math.floor(to / steps) - Math.floor(from / steps) + 1, steps);
  const summarizeRange = (low: number, high: number) => summarize(db, series, points, low, high);
  if (steps % series.bucketSteps === 0)
    return { exact: false, buckets: readAligned(db, series, steps, from, to, summarizeRange) };
  const buckets: Bucket[] = [];
  for (let start = Math.floor(from / steps) * steps; start <= to; start += steps) {
    const bucket = summarizeRange(Math.max(from, start), Math.min(to, start + steps - 1));
    if (bucket) buckets.push(bucket);
  }
  return { exact: false, buckets };
}

/** The usual case, buckets of whole rollup buckets: all in one query but those at the ends of the range. */
function readAligned(
  db: Database,
  series: StoredSeries,
  steps: number,
  from: number,
  to: number,
  summarizeRange: (low: number, high: number) => Bucket | undefined,
): Bucket[] {
  const first = Math.ceil(from / steps);
  const last = Math.floor((to + 1) / steps) - 1;
  const each = steps / series.bucketSteps;
  const rows = db
    .statement(groupedRollup)
    .raw()
    .all({ id: series.id, from: first * each, to: (last + 1) * each - 1, each }) as BucketRow[];
  const headEnd = Math.min(to, first * steps - 1);
  const tailStart = Math.max(first, last + 1) * steps;
  return [
    from <= headEnd ? summarizeRange(from, headEnd) : undefined,
    ...rows.map(fromBucketRow),
    tailStart <= to ? summarizeRange(tailStart, to) : undefined,
  ].filter((bucket) => bucket !== undefined);
}

function assertFew(buckets: number, steps: number): void {
  if (buckets > mostBuckets)
    throw new GradiometerError(
      "invalid",
      `Buckets of ${steps} steps would be ${buckets} over this range, expected at most ${mostBuckets}; choose a larger bucketSteps`,
    );
}

/** Buckets of more than half as many steps are whole multiples of it, so that they stand still while a run grows. */
const grainSteps = 64;

/**
 * Steps a bucket: the fewest that `width` allows, or the fewest whole rollup buckets (`unit`) or grains where that at most
 * doubles them: half the resolution at a hundredth of the rows.
 */
function chooseSteps(unit: number, from: number, to: number, width: number): number {
  const steps = fewestSteps(from, to, width);
  const grain = [unit, grainSteps].find((size) => steps * 2 >= size) ?? 1;
  return fewestSteps(Math.floor(from / grain), Math.floor(to / grain), width) * grain;
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
function summarize(
  db: Database,
  series: StoredSeries,
  points: PointSource,
  from: number,
  to: number,
): Bucket | undefined {
  const unit = series.bucketSteps;
  const firstWhole = Math.ceil(from / unit);
  const lastWhole = Math.floor((to + 1) / unit) - 1;
  if (firstWhole > lastWhole) return points.summarize(from, to);
  const parts = [
    from < firstWhole * unit ? points.summarize(from, firstWhole * unit - 1) : undefined,
    summarizeRollup(db, series.id, firstWhole, lastWhole),
    (lastWhole + 1) * unit <= to ? points.summarize((lastWhole + 1) * unit, to) : undefined,
  ].filter((part) => part !== undefined);
  const [whole, ...later] = parts;
  if (whole) for (const part of later) mergeLater(whole, part);
  return whole;
}

// The sums come first and the ends are looked up by the key they found: one pass over the rows.
const summaryOf = (grouping: string) => `
  SELECT whole.count, whole.non_finite, whole.min, whole.max, whole.sum,
    first.first_step, first.first_wall_time, first.first_value,
    last.last_step, last.last_wall_time, last.last_value
  FROM (
    SELECT sum(count) AS count, sum(non_finite) AS non_finite, min(min) AS min, max(max) AS max,
      sum(sum) AS sum, min(bucket) AS low, max(bucket) AS high
    FROM rollup WHERE series_id = :id AND bucket BETWEEN :from AND :to ${grouping}
  ) AS whole
  JOIN rollup AS first ON first.series_id = :id AND first.bucket = whole.low
  JOIN rollup AS last ON last.series_id = :id AND last.bucket = whole.high`;

const rollupSummary = summaryOf("");
// The driver binds every number as REAL: without the cast the division would not be a whole one.
const groupedRollup = `${summaryOf("GROUP BY bucket / CAST(:each AS INTEGER)")} ORDER BY whole.low`;

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
