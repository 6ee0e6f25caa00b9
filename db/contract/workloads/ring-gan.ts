import { z } from "zod";
import { count, everyRun } from "../config/every-run";
import { everyGan } from "../config/gan";
import type { WorkloadDescription } from "./describe";

export const RingGanConfig = z.strictObject({
  workload: z.literal("ring-gan"),
  ...everyRun,
  steps: count(1_000_000).default(600).describe("Generator steps"),
  batchSize: count(65_536).default(128).describe("Examples in each update"),
  ...everyGan({ objective: "wasserstein", adam: [1e-3, 0, 0.9], discriminatorUpdates: 5 }),
  modes: count(64).default(8).describe("Gaussians on the ring"),
  radius: z.number().positive().default(1).describe("Radius of the ring"),
  sigma: z.number().positive().default(0.05).describe("Standard deviation of each Gaussian"),
  hidden: count(4096).default(64).describe("Units of each hidden layer"),
  layers: count(16).default(3).describe("Hidden layers of each network"),
  latent: count(1024).default(2).describe("Noise dimensions"),
});
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
