import type { RunConfig } from "../../db/contract/run-config";
import type { WorkloadName } from "../../db/contract/workloads";
import type { TrainingContext } from "../context";
import { addingRnn } from "./adding-rnn";
import { copyRnn } from "./copy-rnn";
import { gridGan } from "./grid-gan";
import { mnistGan } from "./mnist-gan";
import { ringGan } from "./ring-gan";
import { swissRollGan } from "./swiss-roll-gan";
import { temporalOrderRnn } from "./temporal-order-rnn";
import type { Workload } from "./workload";

type ConfigOf<Name extends WorkloadName> = Extract<RunConfig, { workload: Name }>;

const makers: { [Name in WorkloadName]: (config: ConfigOf<Name>, context: TrainingContext) => Workload } = {
  "ring-gan": ringGan,
  "grid-gan": gridGan,
  "swiss-roll-gan": swissRollGan,
  "mnist-gan": mnistGan,
  "temporal-order-rnn": temporalOrderRnn,
  "adding-rnn": addingRnn,
  "copy-rnn": copyRnn,
};

/** The workload of a config, with networks at their initial weights. */
export function createWorkload(config: RunConfig, context: TrainingContext): Workload {
  const make = makers[config.workload] as (config: RunConfig, context: TrainingContext) => Workload;
  return make(config, context);
}
