import type { Schedule } from "../../db/contract/config/schedule";
import type { RunConfig } from "../../db/contract/run-config";
import { workloads } from "../../db/contract/workloads";
import type { TrainingContext } from "../context";
import type { Points } from "../probes/points";
import { batchSizeAt } from "./batch-size";
import { difficultyAt } from "./curriculum";
import { createEarlyStopping } from "./early-stopping";
import { createPlateau } from "./plateau";
import { rateShare } from "./rate-share";

/** What happens over a run's steps besides its updates: rates that change, and an end before the last step. */
export interface Protocol {
  /** Takes all points of the step just made; a sentence where the run is to end here. */
  observe(points: Points): string | undefined;
}

/** The protocol of a config, as part of the context: its schedules scale the rates from the first step on. */
export function createProtocol(config: RunConfig, context: TrainingContext): Protocol {
  const { outcome } = workloads[config.workload];
  const state = context.state.within("protocol");
  const observers: ((points: Points) => void)[] = [];

  for (const { part, schedule, appliesTo } of schedulesOf(config)) {
    if (schedule.name === "constant" && schedule.warmupSteps === 0) continue;
    const plateau =
      schedule.name === "plateau" && createPlateau(schedule, outcome, state.within(`plateau/${part}`));
    if (plateau) observers.push((points) => plateau.observe(context.step, points));
    context.scaleRates((name) => {
      if (!appliesTo(name)) return 1;
      return rateShare(schedule, context.step, context.totalSteps) * (plateau ? plateau.share : 1);
    });
  }
  const earlyStopping =
    config.earlyStopping.patience > 0 &&
    createEarlyStopping(config.earlyStopping, outcome, state.within("early_stopping"));

  return {
    observe(points) {
      if (config.batchGrowth.factor > 1) points.set("batch_size", batchSizeAt(config, context.step));
      if ("curriculum" in config && config.curriculum.steps > 0)
        points.set("difficulty", difficultyAt(config.curriculum, context.step));
      for (const observe of observers) observe(points);
      return earlyStopping ? earlyStopping.observe(context.step, points) : undefined;
    },
  };
}

/** A GAN has a schedule for its generator and one for whatever plays against it, other workloads one for all. */
function schedulesOf(
  config: RunConfig,
): { part: string; schedule: Schedule; appliesTo: (network: string) => boolean }[] {
  if (!("generatorSchedule" in config))
    return [{ part: "network", schedule: config.schedule, appliesTo: () => true }];
  const { generatorSchedule, discriminatorSchedule } = config;
  return [
    { part: "generator", schedule: generatorSchedule, appliesTo: (name) => name === "generator" },
    { part: "discriminator", schedule: discriminatorSchedule, appliesTo: (name) => name !== "generator" },
  ];
}
