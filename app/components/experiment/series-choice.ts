import type { SeriesSummary } from "../../../db/contract/read-models";
import { type WorkloadName, workloads } from "../../../db/contract/workloads";

const chartsAtFirst = 4;

/**
 * What an experiment's page draws at first: the outcome, the gradient norm, the loss, and one more of
 * those that its runs record. While nothing is recorded yet, the ones that every run has.
 */
export function firstSeries(workload: WorkloadName, recorded: readonly string[]): string[] {
  const { network, outcome } = workloads[workload];
  const wanted = [outcome.series, `gradient_norm/${network}`, `loss/${network}`, `update_ratio/${network}`];
  const telling = ["discriminator_accuracy", "wasserstein_estimate", `loss_dispersion/${network}`].filter(
    (name) => recorded.includes(name),
  );
  return [...new Set([...wanted.slice(0, 3), ...telling, ...wanted.slice(3)])].slice(0, chartsAtFirst);
}

/** Series to choose from: all that any of the runs has, single layers left out. */
export function offeredSeries(perRun: readonly (readonly SeriesSummary[])[]): SeriesSummary[] {
  const byName = new Map(perRun.flat().map((series) => [series.name, series]));
  return [...byName.values()].filter(({ name }) => name.split("/").length <= 2);
}

/** A share fills its axis from 0 to 1, so that .9 looks like .9. */
export function boundsOf(unit: string): readonly [number, number] | null {
  return unit === "share" ? [0, 1] : null;
}
