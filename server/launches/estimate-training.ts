import { z } from "zod";
import type { TrainingEstimate } from "../../db/contract/read-models";
import { workloadNames, workloads } from "../../db/contract/workloads";
import type { ServerContext } from "../context";

export const EstimateTraining = z.object({
  workload: z.enum(workloadNames),
  steps: z.number().int().min(1),
  runs: z.number().int().min(1),
});
export type EstimateTraining = z.infer<typeof EstimateTraining>;

/** What training will take, from the latest finished runs of the workload here. */
export function estimateTraining(ctx: ServerContext, input: EstimateTraining): TrainingEstimate {
  const { workload, steps, runs } = input;
  const { secondsPerStep, count } = ctx.db
    .statement(
      `SELECT avg((ended_at - started_at) / 1000.0 / total_steps) AS secondsPerStep, count(*) AS count
       FROM (SELECT * FROM run WHERE workload = ? AND status = 'finished' AND ended_at > started_at
             ORDER BY ended_at DESC LIMIT 20)`,
    )
    .get(workload) as { secondsPerStep: number | null; count: number };
  const { title } = workloads[workload];
  if (secondsPerStep === null)
    return {
      secondsPerRun: null,
      totalSeconds: null,
      basis: `No run of ${title} has finished here yet, so there is nothing to judge by.`,
    };
  const secondsPerRun = secondsPerStep * steps;
  return {
    secondsPerRun,
    totalSeconds: secondsPerRun * Math.ceil(runs / ctx.slots),
    basis: `From ${count === 1 ? "the run" : `the last ${count} runs`} of ${title} finished here, ${ctx.slots} at a time.`,
  };
}
