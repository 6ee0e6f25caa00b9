import { z } from "zod";
import { count } from "../config/every-run";
import { PositiveFloat } from "../config/float";
import { checkGan } from "../config/gan";
import { everyPlanarGan } from "../config/planar";
import type { WorkloadDescription } from "./describe";

export const RingGanConfig = z
  .strictObject({
    workload: z.literal("ring-gan"),
    ...everyPlanarGan({
      steps: 600,
      objective: "wasserstein",
      adam: [1e-3, 0, 0.9],
      discriminatorUpdates: 5,
    }),
    modes: count(64).default(8).describe("Gaussians on the ring"),
    radius: PositiveFloat.default(1).describe("Radius of the ring"),
    sigma: PositiveFloat.default(0.05).describe("Standard deviation of each Gaussian"),
  })
  .superRefine(checkGan);
export type RingGanConfig = z.infer<typeof RingGanConfig>;

export const ringGan: WorkloadDescription = {
  title: "Ring of Gaussians",
  summary: "Two small MLPs learn a ring of 8 Gaussians: mode collapse and exploding critics in half a minute",
  kind: "gan",
  network: "discriminator",
  outcome: {
    series: "sample/high_quality_share",
    lastSteps: 100,
    better: "higher",
    meaning: "Share of samples within 3 sigma of a mode, mean over the last 100 steps",
  },
};
