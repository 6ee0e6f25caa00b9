import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import type { TrainingEstimate } from "../../db/contract/read-models";
import { workloadNames } from "../../db/contract/workloads";
import type { ServerContext } from "../context";

export const EstimateTraining = z.object({
  workload: z.enum(workloadNames),
  steps: z.number().int().min(1),
  runs: z.number().int().min(1),
});
export type EstimateTraining = z.infer<typeof EstimateTraining>;

export function estimateTraining(_ctx: ServerContext, _input: EstimateTraining): TrainingEstimate {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
