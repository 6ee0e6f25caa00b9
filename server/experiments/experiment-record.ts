import type { RunRow } from "../../db/contract/read-models";
import {
  getExperiment,
  listArms,
  listExperiments,
  type StoredArm,
  type StoredExperiment,
} from "../../db/store/experiments/experiments";
import { listExperimentRuns } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

/** An experiment with its arms, the control first, and its runs by arm and seed. */
export interface ExperimentRecord extends StoredExperiment {
  arms: StoredArm[];
  runs: RunRow[];
}

/** Newest first. */
export function allExperiments(ctx: ServerContext): ExperimentRecord[] {
  return listExperiments(ctx.db).map((experiment) => withRuns(ctx, experiment));
}

export function findExperiment(ctx: ServerContext, id: string): ExperimentRecord {
  return withRuns(ctx, getExperiment(ctx.db, id));
}

export const runsOfArm = ({ runs }: ExperimentRecord, armId: string): RunRow[] =>
  runs.filter(({ arm }) => arm?.armId === armId);

function withRuns(ctx: ServerContext, experiment: StoredExperiment): ExperimentRecord {
  return {
    ...experiment,
    arms: listArms(ctx.db, experiment.id),
    runs: listExperimentRuns(ctx.db, experiment.id),
  };
}
