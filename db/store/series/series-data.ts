import type { SeriesData } from "../../contract/read-models";
import { type Bucket, meanOf } from "../rollup/bucket";

/** Buckets as the columns that charts are drawn from. */
export function seriesData(
  about: Pick<SeriesData, "runId" | "name" | "exact">,
  buckets: readonly Bucket[],
): SeriesData {
  return {
    ...about,
    count: buckets.reduce((sum, { count }) => sum + count, 0),
    step: buckets.map(({ firstStep }) => firstStep),
    lastStep: buckets.map(({ lastStep }) => lastStep),
    wallTimeMs: buckets.map(({ firstWallTime }) => firstWallTime),
    min: buckets.map(({ min }) => min),
    max: buckets.map(({ max }) => max),
    mean: buckets.map(meanOf),
    first: buckets.map(({ firstValue }) => firstValue),
    last: buckets.map(({ lastValue }) => lastValue),
    counts: buckets.map(({ count }) => count),
    nonFinite: buckets.map(({ nonFinite }) => nonFinite),
  };
}
