import { z } from "zod";
import { everyDigitGan } from "../config/digit-gan";
import { count } from "../config/every-run";
import { checkGan } from "../config/gan";
import type { WorkloadDescription } from "./describe";

export const MnistProgressiveGanConfig = z
  .strictObject({
    workload: z.literal("mnist-progressive-gan"),
    ...everyDigitGan({
      steps: 2400,
      batchSize: 32,
      objective: "non-saturating",
      adam: [1e-3, 0.5, 0.99],
      discriminatorUpdates: 1,
      emaDecay: 0.99,
      channels: [8, "Channels at 32 × 32; twice as many at 16 × 16, four times at 8 × 8"],
    }),
    stageSteps: count(1_000_000)
      .default(600)
      .describe("Steps at 8 × 8, then as many at 16 × 16; what is left of the run is at 32 × 32"),
    fadeSteps: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(300)
      .describe("Steps over which a new size fades in, the first of its stage"),
  })
  .superRefine((config, issues) => {
    checkGan(config, issues);
    if (config.fadeSteps > config.stageSteps)
      issues.addIssue({
        code: "custom",
        path: ["fadeSteps"],
        message: `16 × 16 would not have faded in by the end of its ${config.stageSteps} steps; at most stageSteps, or 0`,
      });
  });
export type MnistProgressiveGanConfig = z.infer<typeof MnistProgressiveGanConfig>;

export const mnistProgressiveGan: WorkloadDescription = {
  title: "MNIST GAN that grows",
  summary: "Learns 8 × 8 digits, then 16 × 16, then 32 × 32: new layers fade in at both networks' image side",
  kind: "gan",
  digits: true,
  network: "discriminator",
  outcome: {
    series: "sample/sliced_wasserstein",
    lastSteps: 100,
    better: "lower",
    meaning:
      "Sliced Wasserstein distance of 256 samples, enlarged until they have their full size, to 256 held-out digits, mean over the last 100 steps",
  },
};
