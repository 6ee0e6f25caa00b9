import { type WorkloadName, workloadNames, workloads } from "../contract/workloads";

/** The three series that stand for a run in lists: gradient norm, loss and pre-registered outcome. */
export interface WatchedSeries {
  gradientNorm: string;
  loss: string;
  outcome: string;
}

export function watchedSeries(workload: WorkloadName): WatchedSeries {
  const { network, outcome } = workloads[workload];
  // What other programs record is of one network, which has no name.
  if (workload === "external")
    return { gradientNorm: "gradient_norm", loss: "loss", outcome: outcome.series };
  return { gradientNorm: `gradient_norm/${network}`, loss: `loss/${network}`, outcome: outcome.series };
}

/** SQL for the name of one of them by the run's workload. */
export function watchedSeriesSql(which: keyof WatchedSeries): string {
  const cases = workloadNames.map((name) => `WHEN '${name}' THEN '${watchedSeries(name)[which]}'`);
  return `CASE run.workload ${cases.join(" ")} END`;
}
