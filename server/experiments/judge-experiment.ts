import type { PairedComparison } from "../../db/contract/read-models";
import { workloads } from "../../db/contract/workloads";
import { type SeedOutcome, worstOutcome } from "../../diagnostics/statistics/arm-outcome";
import { compareArms } from "../../diagnostics/statistics/compare-arms";
import type { ServerContext } from "../context";
import { type ExperimentRecord, runsOfArm } from "./experiment-record";
import { experimentVerdict } from "./experiment-verdict";
import { runOutcome, worstOutcomeOf } from "./run-outcome";

export interface Judgement {
  /** Outcomes by arm id, in the order of the seeds. */
  outcomes: Map<string, SeedOutcome[]>;
  /** What a failed run counts with; null while no run has an outcome. */
  worst: number | null;
  /** Every other arm against the first. */
  comparisons: PairedComparison[];
  verdict: string;
}

/** The statistics of an experiment, over the outcomes that there are so far. */
export function judgeExperiment(ctx: ServerContext, experiment: ExperimentRecord): Judgement {
  const { better } = workloads[experiment.workload].outcome;
  const outcomes = new Map(
    experiment.arms.map((arm) => [arm.id, runsOfArm(experiment, arm.id).map((run) => runOutcome(ctx, run))]),
  );
  const seedsOf = (arm: ExperimentRecord["arms"][number]) => ({
    armId: arm.id,
    name: arm.name,
    outcomes: outcomes.get(arm.id) ?? [],
  });
  const worstPossible = worstOutcomeOf(experiment);
  const [control, ...others] = experiment.arms.map(seedsOf);
  const comparisons = control
    ? compareArms({
        control,
        arms: others,
        better,
        ...(worstPossible === undefined ? {} : { worst: worstPossible }),
      })
    : [];
  return {
    outcomes,
    worst: worstPossible ?? worstOutcome([...outcomes.values()], better),
    comparisons,
    verdict: experimentVerdict(experiment, comparisons, better),
  };
}
