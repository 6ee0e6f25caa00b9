import type { Schedule } from "../../db/contract/config/schedule";
import type { RunConfig } from "../../db/contract/run-config";
import { workloads } from "../../db/contract/workloads";
import type { TrainingContext } from "../context";
import type { Points } from "../probes/points";
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

  for (const { network, schedule } of schedulesOf(config)) {
    if (schedule.name === "constant" && schedule.warmupSteps === 0) continue;
    const plateau =
      schedule.name === "plateau" &&
      createPlateau(schedule, outcome, state.within(`plateau/${network ?? "all"}`));
    if (plateau) observers.push((points) => plateau.observe(context.step, points));
    context.scaleRates((name) => {
      if (network !== undefined && network !== name) return 1;
      return rateShare(schedule, context.step, context.totalSteps) * (plateau ? plateau.share : 1);
    });
  }
  const earlyStopping =
    config.earlyStopping.patience > 0 &&
    createEarlyStopping(config.earlyStopping, outcome, state.within("early_stopping"));

  return {
    observe(points) {
      for (const observe of observers) observe(points);
      return earlyStopping ? earlyStopping.observe(context.step, points) : undefined;
    },
  };
}

/** A GAN has a schedule for each of its networks, other workloads one for all they have. */
function schedulesOf(config: RunConfig): { network?: string; schedule: Schedule }[] {
  if ("generatorSchedule" in config)
    return [
      { network: "generator", schedule: config.generatorSchedule },
      { network: "discriminator", schedule: config.discriminatorSchedule },
    ];
  return [{ schedule: config.schedule }];
}
