import type { SeriesData } from "../../db/contract/read-models";

/** A series whose every bucket holds one value: what a mean over runs is drawn from. */
export function singleValueSeries(
  runId: string,
  name: string,
  step: number[],
  values: number[],
  x?: number[],
): SeriesData {
  return {
    runId,
    name,
    exact: true,
    count: step.length,
    step,
    lastStep: step,
    ...(x && { x, lastX: x }),
    wallTimeMs: [],
    min: values,
    max: values,
    mean: values,
    first: values,
    last: values,
    counts: step.map(() => 1),
    nonFinite: step.map(() => 0),
  };
}
