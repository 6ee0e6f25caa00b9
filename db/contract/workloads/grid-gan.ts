import { z } from "zod";
import { count } from "../config/every-run";
import { PositiveFloat } from "../config/float";
import { checkGan } from "../config/gan";
import { everyPlanarGan } from "../config/planar";
import type { WorkloadDescription } from "./describe";

export const GridGanConfig = z
  .strictObject({
    workload: z.literal("grid-gan"),
    ...everyPlanarGan({
      steps: 4000,
      objective: "non-saturating",
      adam: [1e-3, 0.5, 0.999],
      discriminatorUpdates: 1,
    }),
    side: count(16).default(5).describe("Gaussians along a side of the grid"),
    spacing: PositiveFloat.default(0.5).describe("Distance between neighbouring Gaussians"),
    sigma: PositiveFloat.default(0.05).describe("Standard deviation of each Gaussian"),
  })
  .superRefine(checkGan);
export type GridGanConfig = z.infer<typeof GridGanConfig>;

export const gridGan: WorkloadDescription = {
  title: "Grid of Gaussians",
  summary: "Two small MLPs learn a grid of 25 Gaussians, on which GANs forget modes (PacGAN)",
  kind: "gan",
  network: "discriminator",
  outcome: {
    series: "sample/mode_coverage",
    lastSteps: 100,
    better: "higher",
    meaning: "Share of the modes with a sample within 3 sigma, mean over the last 100 steps",
  },
};
