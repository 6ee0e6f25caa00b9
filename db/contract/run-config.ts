import { z } from "zod";
import { AddingRnnConfig } from "./workloads/adding-rnn";
import { CharLmConfig } from "./workloads/char-lm";
import { CopyRnnConfig } from "./workloads/copy-rnn";
import { DeepMlpConfig } from "./workloads/deep-mlp";
import { ExternalConfig } from "./workloads/external";
import { GridGanConfig } from "./workloads/grid-gan";
import { MnistAcganConfig } from "./workloads/mnist-acgan";
import { MnistClassifierConfig } from "./workloads/mnist-classifier";
import { MnistGanConfig } from "./workloads/mnist-gan";
import { MnistProgressiveGanConfig } from "./workloads/mnist-progressive-gan";
import { RingGanConfig } from "./workloads/ring-gan";
import { SwissRollGanConfig } from "./workloads/swiss-roll-gan";
import { TemporalOrderRnnConfig } from "./workloads/temporal-order-rnn";
import { UserGanConfig, UserStepConfig, UserSupervisedConfig } from "./workloads/user";

export { BackendName, backendNames } from "./config/backend";
export { ganObjectives } from "./config/gan";
export { Optimizer } from "./config/optimizer";
export { AddingRnnConfig } from "./workloads/adding-rnn";
export { CharLmConfig } from "./workloads/char-lm";
export { CopyRnnConfig } from "./workloads/copy-rnn";
export { DeepMlpConfig } from "./workloads/deep-mlp";
export { ExternalConfig } from "./workloads/external";
export { GridGanConfig } from "./workloads/grid-gan";
export { MnistAcganConfig } from "./workloads/mnist-acgan";
export { MnistClassifierConfig } from "./workloads/mnist-classifier";
export { MnistGanConfig } from "./workloads/mnist-gan";
export { MnistProgressiveGanConfig } from "./workloads/mnist-progressive-gan";
export { RingGanConfig } from "./workloads/ring-gan";
export { SwissRollGanConfig } from "./workloads/swiss-roll-gan";
export { TemporalOrderRnnConfig } from "./workloads/temporal-order-rnn";
export { UserGanConfig, UserStepConfig, UserSupervisedConfig } from "./workloads/user";

/** Workloads of the project's own: what pages and other machines can start. */
export const BuiltInConfig = z.discriminatedUnion("workload", [
  RingGanConfig,
  GridGanConfig,
  SwissRollGanConfig,
  MnistGanConfig,
  MnistAcganConfig,
  MnistProgressiveGanConfig,
  TemporalOrderRnnConfig,
  AddingRnnConfig,
  CopyRnnConfig,
  CharLmConfig,
  MnistClassifierConfig,
  DeepMlpConfig,
]);
export type BuiltInConfig = z.infer<typeof BuiltInConfig>;

/** Workloads of a person's own module. */
export const UserConfig = z.discriminatedUnion("workload", [
  UserSupervisedConfig,
  UserGanConfig,
  UserStepConfig,
]);
export type UserConfig = z.infer<typeof UserConfig>;

/** Everything that decides a run's numbers, but for code and backend. */
export const RunConfig = z.discriminatedUnion("workload", [...BuiltInConfig.options, ...UserConfig.options]);
export type RunConfig = z.infer<typeof RunConfig>;
export type RunConfigInput = z.input<typeof RunConfig>;

/** The config of a stored run: one that can be trained here, or what another program told of its own. */
export const StoredConfig = z.discriminatedUnion("workload", [...RunConfig.options, ExternalConfig]);
export type StoredConfig = z.infer<typeof StoredConfig>;
export type DigitGanConfig = MnistGanConfig | MnistAcganConfig | MnistProgressiveGanConfig;
export type GanConfig = RingGanConfig | GridGanConfig | SwissRollGanConfig | DigitGanConfig | UserGanConfig;
export type SupervisedConfig =
  | TemporalOrderRnnConfig
  | AddingRnnConfig
  | CopyRnnConfig
  | CharLmConfig
  | MnistClassifierConfig
  | DeepMlpConfig
  | UserSupervisedConfig;

export const isUserConfig = (config: StoredConfig): config is UserConfig =>
  config.workload.startsWith("user-");
export const isExternalConfig = (config: StoredConfig): config is ExternalConfig =>
  config.workload === "external";
