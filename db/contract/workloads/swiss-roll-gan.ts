import { z } from "zod";
import { PositiveFloat } from "../config/float";
import { checkGan } from "../config/gan";
import { everyPlanarGan } from "../config/planar";
import type { WorkloadDescription } from "./describe";

export const SwissRollGanConfig = z
  .strictObject({
    workload: z.literal("swiss-roll-gan"),
    ...everyPlanarGan({
      steps: 600,
      objective: "wasserstein",
      adam: [1e-3, 0, 0.9],
      discriminatorUpdates: 5,
    }),
    turns: z.number().positive().max(5).default(1.5).describe("Turns of the roll"),
    sigma: PositiveFloat.default(0.03).describe("Standard deviation of the noise; the roll ends at radius 1"),
  })
  .superRefine(checkGan);
export type SwissRollGanConfig = z.infer<typeof SwissRollGanConfig>;

export const swissRollGan: WorkloadDescription = {
  title: "Swiss roll",
  summary: "Two small MLPs learn a spiral: one connected curve, on which a critic's slopes are easy to see",
  kind: "gan",
  network: "discriminator",
  outcome: {
    series: "sample/sliced_wasserstein",
    lastSteps: 100,
    better: "lower",
    meaning:
      "Sliced Wasserstein distance of 1,024 samples to as many real ones, mean over the last 100 steps",
  },
};
