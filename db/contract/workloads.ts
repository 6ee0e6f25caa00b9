import { MnistGanConfig, RingGanConfig, type RunConfig, TemporalOrderRnnConfig } from "./run-config";
import type { WorkloadDescription } from "./workloads/describe";
import { mnistGan } from "./workloads/mnist-gan";
import { ringGan } from "./workloads/ring-gan";
import { temporalOrderRnn } from "./workloads/temporal-order-rnn";

export type { WorkloadDescription } from "./workloads/describe";

export type WorkloadName = RunConfig["workload"];

export const workloads: Record<WorkloadName, WorkloadDescription> = {
  "ring-gan": ringGan,
  "mnist-gan": mnistGan,
  "temporal-order-rnn": temporalOrderRnn,
};
export const workloadNames = Object.keys(workloads) as WorkloadName[];

export const workloadConfigs = {
  "ring-gan": RingGanConfig,
  "mnist-gan": MnistGanConfig,
  "temporal-order-rnn": TemporalOrderRnnConfig,
} as const;
