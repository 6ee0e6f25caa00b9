import { compareCommand } from "../../db/contract/command";
import { sumEpisodes } from "../../db/contract/episode-counts";
import type { ArmOutcome, ArmView, ExperimentDetail } from "../../db/contract/read-models";
import { workloads } from "../../db/contract/workloads";
import { inSnapshot } from "../../db/transaction";
import { countedValue, describeArm } from "../../diagnostics/statistics/arm-outcome";
import type { ServerContext } from "../context";
import { type ExperimentRecord, findExperiment, runsOfArm } from "./experiment-record";
import type { OneExperiment } from "./inputs";
import { type Judgement, judgeExperiment } from "./judge-experiment";
import { presentExperiment } from "./present-experiment";

export function getExperiment(ctx: ServerContext, { id }: OneExperiment): ExperimentDetail {
  return inSnapshot(ctx.db, () => {
    const experiment = findExperiment(ctx, id);
    const judgement = judgeExperiment(ctx, experiment);
    const { outcome } = workloads[experiment.workload];
    return {
      ...presentExperiment(ctx, experiment, judgement.verdict),
      outcomeSeries: outcome.series,
      outcomeLastSteps: outcome.lastSteps,
      outcomeBetter: outcome.better,
      outcomeMeaning: outcome.meaning,
      arms: experiment.arms.map((arm) => viewArm(experiment, arm, judgement)),
      comparisons: judgement.comparisons,
      command: compareCommand(experiment),
    };
  });
}

function viewArm(
  experiment: ExperimentRecord,
  arm: ExperimentRecord["arms"][number],
  judgement: Judgement,
): ArmView {
  const runs = runsOfArm(experiment, arm.id);
  return {
    id: arm.id,
    name: arm.name,
    position: arm.position,
    interventions: arm.interventions,
    settings: arm.settings,
    runs,
    outcome: armOutcome(runs, judgement, arm.id),
    episodes: sumEpisodes(runs.map(({ episodes }) => episodes)),
  };
}

function armOutcome(runs: ArmView["runs"], { outcomes, worst }: Judgement, armId: string): ArmOutcome {
  const seeds = outcomes.get(armId) ?? [];
  return {
    ...describeArm(seeds, worst),
    perSeed: seeds.map((outcome, index) => {
      const { id, status } = runs[index] as ArmView["runs"][number];
      return { seed: outcome.seed, runId: id, value: countedValue(outcome, worst), status };
    }),
  };
}
