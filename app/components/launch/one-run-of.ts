import { type WorkloadName, workloadConfigs } from "../../../db/contract/workloads";

/** The question "how long does one run take", as launches.estimate takes it. */
export function oneRunOf(workload: WorkloadName) {
  const { steps } = workloadConfigs[workload].parse({ workload });
  return { workload, steps, runs: 1 };
}
