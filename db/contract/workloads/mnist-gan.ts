import { z } from "zod";
import { everyDigitGan } from "../config/digit-gan";
import { checkGan } from "../config/gan";
import type { WorkloadDescription } from "./describe";

export const MnistGanConfig = z
  .strictObject({
    workload: z.literal("mnist-gan"),
    ...everyDigitGan({
      steps: 400,
      batchSize: 64,
      objective: "non-saturating",
      adam: [2e-4, 0.5, 0.999],
      discriminatorUpdates: 1,
      channels: [16, "Channels of the first convolution; the second has twice as many"],
    }),
  })
  .superRefine(checkGan);
export type MnistGanConfig = z.infer<typeof MnistGanConfig>;

export const mnistGan: WorkloadDescription = {
  title: "MNIST GAN",
  summary: "A small convolutional GAN on the real MNIST digits",
  kind: "gan",
  digits: true,
  network: "discriminator",
  outcome: {
    series: "sample/sliced_wasserstein",
    lastSteps: 100,
    better: "lower",
    meaning:
      "Sliced Wasserstein distance of 256 samples to 256 held-out digits, mean over the last 100 steps",
  },
};
