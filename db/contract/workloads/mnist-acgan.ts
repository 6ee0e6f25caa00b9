import { z } from "zod";
import { everyDigitGan } from "../config/digit-gan";
import { AbsoluteFloat } from "../config/float";
import { checkGan } from "../config/gan";
import type { WorkloadDescription } from "./describe";

export const MnistAcganConfig = z
  .strictObject({
    workload: z.literal("mnist-acgan"),
    ...everyDigitGan({
      steps: 2000,
      batchSize: 32,
      objective: "non-saturating",
      adam: [1e-3, 0.5, 0.999],
      discriminatorUpdates: 1,
      emaDecay: 0.99,
      channels: [16, "Channels of the first convolution; the second has twice as many"],
    }),
    classWeight: AbsoluteFloat.default(1).describe(
      "Weight of the class loss beside the adversarial one, in both networks",
    ),
  })
  .superRefine(checkGan);
export type MnistAcganConfig = z.infer<typeof MnistAcganConfig>;

export const mnistAcgan: WorkloadDescription = {
  title: "MNIST GAN by class",
  summary: "Makes the digit that it is asked for: a GAN whose discriminator names the digit as well (AC-GAN)",
  kind: "gan",
  digits: true,
  network: "discriminator",
  outcome: {
    series: "sample/class_accuracy",
    lastSteps: 100,
    better: "higher",
    meaning:
      "Share of 256 samples in which a classifier sees the digit that was asked for, mean over the last 100 steps",
  },
};
