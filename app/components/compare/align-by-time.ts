import type { SeriesData } from "../../../db/contract/read-models";

/**
 * The series over seconds since the run started instead of over steps. Seconds are rounded to `grid`,
 * so that the seeds of an arm meet at the same x and can be averaged.
 */
export function alignedByTime(data: SeriesData, startedAt: number | null, grid = 0.1): SeriesData {
  const start = startedAt ?? data.wallTimeMs[0] ?? 0;
  const seconds = data.wallTimeMs.map(
    (wallTimeMs) => Math.max(0, Math.round((wallTimeMs - start) / 1000 / grid)) * grid,
  );
  return { ...data, step: seconds, lastStep: seconds };
}

/** How far the axis reaches: the latest point of any series, in seconds. */
export function longestSeconds(series: readonly SeriesData[]): number {
  return Math.max(1, ...series.map((data) => data.step.at(-1) ?? 0));
}
