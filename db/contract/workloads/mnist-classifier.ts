import { z } from "zod";
import { everyDigitClassifier, heldOutAccuracy } from "../config/digits";
import { count, everyRun } from "../config/every-run";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const MnistClassifierConfig = z.strictObject({
  workload: z.literal("mnist-classifier"),
  ...everyRun,
  steps: count(1_000_000).default(500).describe("Training steps"),
  batchSize: count(4096).default(64).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "adam", learningRate: 2e-3 } }),
  ...everyDigitClassifier,
  network: z
    .enum(["conv", "mlp"])
    .default("conv")
    .describe("conv: two strided convolutions and a dense layer; mlp: two dense layers"),
  channels: count(256)
    .default(8)
    .describe("Channels of the first convolution; the second has twice as many, an mlp none"),
  hidden: count(4096).default(64).describe("Units of each dense layer but the last"),
});
export type MnistClassifierConfig = z.infer<typeof MnistClassifierConfig>;

export const mnistClassifier: WorkloadDescription = {
  title: "MNIST classifier",
  summary: "A small network tells handwritten digits apart: healthy training to compare others with",
  kind: "supervised",
  network: "model",
  outcome: heldOutAccuracy,
};
