import {
  AddingRnnConfig,
  type BuiltInConfig,
  CharLmConfig,
  CopyRnnConfig,
  DeepMlpConfig,
  ExternalConfig,
  GridGanConfig,
  MnistAcganConfig,
  MnistClassifierConfig,
  MnistGanConfig,
  MnistProgressiveGanConfig,
  RingGanConfig,
  type StoredConfig,
  SwissRollGanConfig,
  TemporalOrderRnnConfig,
  UserGanConfig,
  UserStepConfig,
  UserSupervisedConfig,
} from "./run-config";
import { addingRnn } from "./workloads/adding-rnn";
import { charLm } from "./workloads/char-lm";
import { copyRnn } from "./workloads/copy-rnn";
import { deepMlp } from "./workloads/deep-mlp";
import type { WorkloadDescription } from "./workloads/describe";
import { external } from "./workloads/external";
import { gridGan } from "./workloads/grid-gan";
import { mnistAcgan } from "./workloads/mnist-acgan";
import { mnistClassifier } from "./workloads/mnist-classifier";
import { mnistGan } from "./workloads/mnist-gan";
import { mnistProgressiveGan } from "./workloads/mnist-progressive-gan";
import { ringGan } from "./workloads/ring-gan";
import { swissRollGan } from "./workloads/swiss-roll-gan";
import { temporalOrderRnn } from "./workloads/temporal-order-rnn";
import { userGan, userStep, userSupervised } from "./workloads/user";

export type { WorkloadDescription } from "./workloads/describe";

export type WorkloadName = StoredConfig["workload"];
/** Of the project's own, which a page can offer: a module's can only be trained where the module is. */
export type BuiltInName = BuiltInConfig["workload"];

export const workloads: Record<WorkloadName, WorkloadDescription> = {
  "ring-gan": ringGan,
  "grid-gan": gridGan,
  "swiss-roll-gan": swissRollGan,
  "mnist-gan": mnistGan,
  "mnist-acgan": mnistAcgan,
  "mnist-progressive-gan": mnistProgressiveGan,
  "temporal-order-rnn": temporalOrderRnn,
  "adding-rnn": addingRnn,
  "copy-rnn": copyRnn,
  "char-lm": charLm,
  "mnist-classifier": mnistClassifier,
  "deep-mlp": deepMlp,
  "user-supervised": userSupervised,
  "user-gan": userGan,
  "user-step": userStep,
  external,
};
export const workloadNames = Object.keys(workloads) as WorkloadName[];
export const isWorkloadName = (name: unknown): name is WorkloadName =>
  typeof name === "string" && Object.hasOwn(workloads, name);

/** What a run trains, in words. One that Gradiometer's trainer records at a server of another machine is external there. */
export const trainedTitle = (run: { workload: WorkloadName; toldWorkload?: WorkloadName }): string =>
  run.toldWorkload === undefined
    ? workloads[run.workload].title
    : `${workloads[run.toldWorkload].title}, ${workloads[run.workload].title.toLowerCase()}`;

export const builtInNames = workloadNames.filter(
  (name): name is BuiltInName => !name.startsWith("user-") && name !== "external",
);

export const workloadConfigs = {
  "ring-gan": RingGanConfig,
  "grid-gan": GridGanConfig,
  "swiss-roll-gan": SwissRollGanConfig,
  "mnist-gan": MnistGanConfig,
  "mnist-acgan": MnistAcganConfig,
  "mnist-progressive-gan": MnistProgressiveGanConfig,
  "temporal-order-rnn": TemporalOrderRnnConfig,
  "adding-rnn": AddingRnnConfig,
  "copy-rnn": CopyRnnConfig,
  "char-lm": CharLmConfig,
  "mnist-classifier": MnistClassifierConfig,
  "deep-mlp": DeepMlpConfig,
  "user-supervised": UserSupervisedConfig,
  "user-gan": UserGanConfig,
  "user-step": UserStepConfig,
  external: ExternalConfig,
} as const;
