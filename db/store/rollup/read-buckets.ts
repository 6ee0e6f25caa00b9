import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import type { PointColumns, PointSource } from "../points/point-source";
import { pointsOf } from "../points/points";
import type { StoredSeries } from "../series/series";
import { type Bucket, bucketOf, mergeLater } from "./bucket";
import { type RollupSums, rollupSums } from "./read-rollup";

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
  const isWhole = fromStep <= (series.firstStep ?? 0) && toStep >= (series.lastStep ?? -1);
  const isFew = isWhole ? series.count <= width : points.isAtMost(from, to, width);
  if (bucketSteps === undefined && isFew)
    return { exact: true, buckets: bucketsOfPoints(points.columns(from, to)) };
  const steps = bucketSteps ?? chooseSteps(series.bucketSteps, from, to, width);
  assertFew(Math.floor(to / steps) - Math.floor(from / steps) + 1, steps);
  const sums = rollupSums(
    db,
    series,
    Math.ceil(from / series.bucketSteps),
    Math.floor(to / series.bucketSteps),
  );
  const buckets: Bucket[] = [];
  for (let start = Math.floor(from / steps) * steps; start <= to; start += steps) {
    const bucket = summarize(series, points, sums, Math.max(from, start), Math.min(to, start + steps - 1));
    if (bucket) buckets.push(bucket);
  }
  return { exact: false, buckets };
}

const bucketsOfPoints = ({ step, wallTimeMs, value }: PointColumns): Bucket[] =>
  Array.from(step, (at, index) => bucketOf(at, wallTimeMs[index] as number, value[index] as number));

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
  { bucketSteps: unit }: StoredSeries,
  points: PointSource,
  sums: RollupSums,
  from: number,
  to: number,
): Bucket | undefined {
  const firstWhole = Math.ceil(from / unit);
  const lastWhole = Math.floor((to + 1) / unit) - 1;
  if (firstWhole > lastWhole) return points.summarize(from, to);
  const parts = [
    from < firstWhole * unit ? points.summarize(from, firstWhole * unit - 1) : undefined,
    sums.summarize(firstWhole, lastWhole),
    (lastWhole + 1) * unit <= to ? points.summarize((lastWhole + 1) * unit, to) : undefined,
  ].filter((part) => part !== undefined);
  const [whole, ...later] = parts;
  if (whole) for (const part of later) mergeLater(whole, part);
  return whole;
}
