import { z } from "zod";
import { MnistGanConfig } from "./workloads/mnist-gan";
import { RingGanConfig } from "./workloads/ring-gan";
import { TemporalOrderRnnConfig } from "./workloads/temporal-order-rnn";

export { BackendName, backendNames } from "./config/backend";
export { ganObjectives } from "./config/gan";
export { Optimizer } from "./config/optimizer";
export { MnistGanConfig } from "./workloads/mnist-gan";
export { RingGanConfig } from "./workloads/ring-gan";
export { TemporalOrderRnnConfig } from "./workloads/temporal-order-rnn";

/** Everything that decides a run's numbers, but for code and backend. */
export const RunConfig = z.discriminatedUnion("workload", [
  RingGanConfig,
  MnistGanConfig,
  TemporalOrderRnnConfig,
]);
export type RunConfig = z.infer<typeof RunConfig>;
export type RunConfigInput = z.input<typeof RunConfig>;
export type GanConfig = RingGanConfig | MnistGanConfig;
export type SupervisedConfig = TemporalOrderRnnConfig;
