import { EstimateTraining, estimateTraining } from "../launches/estimate-training";
import { LaunchRun, launchRun } from "../launches/launch-run";
import { readQueue } from "../launches/read-queue";
import { procedure, router } from "./procedure";

export const launchesRouter = router({
  run: procedure.input(LaunchRun).mutation(({ ctx, input }) => launchRun(ctx, input)),
  queue: procedure.query(({ ctx }) => readQueue(ctx)),
  estimate: procedure.input(EstimateTraining).query(({ ctx, input }) => estimateTraining(ctx, input)),
});
