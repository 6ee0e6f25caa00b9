import { CreateExperiment } from "../../db/contract/experiment";
import { AddSeeds, addSeeds } from "../experiments/add-seeds";
import { cancelExperiment } from "../experiments/cancel-experiment";
import { createExperiment } from "../experiments/create-experiment";
import { getExperiment } from "../experiments/get-experiment";
import { OneExperiment } from "../experiments/inputs";
import { listExperiments } from "../experiments/list-experiments";
import { ReadCurves, readCurves } from "../experiments/read-curves";
import { procedure, router } from "./procedure";

export const experimentsRouter = router({
  list: procedure.query(({ ctx }) => listExperiments(ctx)),
  get: procedure.input(OneExperiment).query(({ ctx, input }) => getExperiment(ctx, input)),
  curves: procedure.input(ReadCurves).query(({ ctx, input }) => readCurves(ctx, input)),
  create: procedure.input(CreateExperiment).mutation(({ ctx, input }) => createExperiment(ctx, input)),
  cancel: procedure.input(OneExperiment).mutation(({ ctx, input }) => cancelExperiment(ctx, input)),
  addSeeds: procedure.input(AddSeeds).mutation(({ ctx, input }) => addSeeds(ctx, input)),
});
