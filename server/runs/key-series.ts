import { type WorkloadName, workloadNames, workloads } from "../../db/contract/workloads";

/** The network whose gradients tell most about a workload: the one that instability starts in. */
const mainNetwork = (workload: WorkloadName): string =>
  workloads[workload].kind === "gan" ? "discriminator" : "rnn";

/** The series behind a run's key figures in tables. */
export const keySeries = (workload: WorkloadName) => ({
  gradientNorm: `gradient_norm/${mainNetwork(workload)}`,
  loss: `loss/${mainNetwork(workload)}`,
  outcome: workloads[workload].outcome.series,
});

/** SQL that yields the last value of a run's key series, for sorting. */
export function lastValueSql(key: keyof ReturnType<typeof keySeries>): string {
  const cases = workloadNames.map((name) => `WHEN '${name}' THEN '${keySeries(name)[key]}'`).join(" ");
  return `(SELECT last_value FROM series WHERE series.run_id = run.id AND series.name = CASE run.workload ${cases} END)`;
}
