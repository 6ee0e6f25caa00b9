import { z } from "zod";
import { count, everyRun } from "../config/every-run";
import { checkGan, everyGan } from "../config/gan";
import type { WorkloadDescription } from "./describe";

export const MnistGanConfig = z
  .strictObject({
    workload: z.literal("mnist-gan"),
    ...everyRun,
    steps: count(1_000_000).default(400).describe("Generator steps"),
    batchSize: count(4096).default(64).describe("Examples in each update"),
    ...everyGan({ objective: "non-saturating", adam: [2e-4, 0.5, 0.999], discriminatorUpdates: 1 }),
    classBalance: z
      .boolean()
      .default(false)
      .describe("Draw every digit equally often; MNIST has 6,742 ones and 5,421 fives"),
    channels: count(256)
      .default(16)
      .describe("Channels of the first convolution; the second has twice as many"),
    latent: count(1024).default(32).describe("Noise dimensions"),
  })
  .superRefine(checkGan);
export type MnistGanConfig = z.infer<typeof MnistGanConfig>;

export const mnistGan: WorkloadDescription = {
  title: "MNIST GAN",
  summary: "A small convolutional GAN on the real MNIST digits",
  kind: "gan",
  network: "discriminator",
  outcome: {
    series: "sample/sliced_wasserstein",
    lastSteps: 100,
    better: "lower",
    meaning:
      "Sliced Wasserstein distance of 256 samples to 256 held-out digits, mean over the last 100 steps",
  },
};
