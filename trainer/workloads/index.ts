import { GradiometerError } from "../../db/contract/errors";
import { type BuiltInConfig, isUserConfig, type RunConfig } from "../../db/contract/run-config";
import type { BuiltInName } from "../../db/contract/workloads";
import type { TrainingContext } from "../context";
import { addingRnn } from "./adding-rnn";
import { charLm } from "./char-lm";
import { copyRnn } from "./copy-rnn";
import { deepMlp } from "./deep-mlp";
import { gridGan } from "./grid-gan";
import { mnistAcgan } from "./mnist-acgan";
import { mnistClassifier } from "./mnist-classifier";
import { mnistGan } from "./mnist-gan";
import { mnistProgressiveGan } from "./mnist-progressive-gan";
import { ringGan } from "./ring-gan";
import { swissRollGan } from "./swiss-roll-gan";
import { temporalOrderRnn } from "./temporal-order-rnn";
import type { Workload } from "./workload";

type ConfigOf<Name extends BuiltInName> = Extract<BuiltInConfig, { workload: Name }>;

const makers: { [Name in BuiltInName]: (config: ConfigOf<Name>, context: TrainingContext) => Workload } = {
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
};

/** The workload of a config, with networks at their initial weights. A person's own module is read first. */
export async function loadWorkload(config: RunConfig, context: TrainingContext): Promise<Workload> {
  if (!isUserConfig(config)) return createWorkload(config, context);
  const { loadUserWorkload } = await import("../user/load-workload");
  return loadUserWorkload(config, context);
}

/** The same at once, for a workload of the project's own. */
export function createWorkload(config: RunConfig, context: TrainingContext): Workload {
  if (isUserConfig(config))
    throw new GradiometerError("invalid", `The workload of ${config.module} has to be loaded first`);
  const make = makers[config.workload] as (config: RunConfig, context: TrainingContext) => Workload;
  return make(config, context);
}
