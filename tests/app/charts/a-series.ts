import type { SeriesLine } from "../../../app/charts/series-line";
import type { SeriesData } from "../../../db/contract/read-models";

/** A series of exact points; a value that is not finite counts as such. */
export function exactSeries(values: readonly number[], name = "loss/rnn", every = 1): SeriesData {
  const step = values.map((_, index) => index * every);
  const finite = values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  return {
    runId: "run",
    name,
    exact: true,
    count: values.length,
    step,
    lastStep: step,
    wallTimeMs: step,
    min: finite,
    max: finite,
    mean: finite,
    first: [...values],
    last: [...values],
    counts: values.map(() => 1),
    nonFinite: values.map((value) => (Number.isFinite(value) ? 0 : 1)),
  };
}

export const aLine = (data: SeriesData, label = "rnn"): SeriesLine => ({ label, data, colour: "#0072b2" });
