import type { SeriesData } from "../../../db/contract/read-models";

/** The series over seconds since the run started instead of over steps. */
export function alignedByTime(data: SeriesData, startedAt: number | null): SeriesData {
  const start = startedAt ?? data.wallTimeMs[0] ?? 0;
  const seconds = data.wallTimeMs.map((wallTimeMs) => Math.max(0, (wallTimeMs - start) / 1000));
  return { ...data, step: seconds, lastStep: seconds };
}

/** The same on a common grid of x, so that the seeds of an arm meet there and can be averaged. */
export function onGrid(data: SeriesData, spacing: number): SeriesData {
  const step = data.step.map((x) => Math.round(x / spacing) * spacing);
  return { ...data, step, lastStep: step };
}

/** How far the axis reaches: the latest point of any series, in seconds. */
export function longestSeconds(series: readonly SeriesData[]): number {
  return Math.max(1, ...series.map((data) => data.step.at(-1) ?? 0));
}
