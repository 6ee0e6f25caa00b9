import type { ExperimentRow } from "../../db/contract/read-models";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { allExperiments } from "./experiment-record";
import { judgeExperiment } from "./judge-experiment";
import { presentExperiment } from "./present-experiment";

/** Newest first. */
export function listExperiments(ctx: ServerContext): ExperimentRow[] {
  return inSnapshot(ctx.db, () =>
    allExperiments(ctx).map((experiment) =>
      presentExperiment(ctx, experiment, judgeExperiment(ctx, experiment).verdict),
    ),
  );
}
