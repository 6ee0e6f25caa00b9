import { z } from "zod";
import { Initialization } from "../architecture";
import { everyDigitClassifier, heldOutAccuracy } from "../config/digits";
import { count, everyRun } from "../config/every-run";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const DeepMlpConfig = z.strictObject({
  workload: z.literal("deep-mlp"),
  ...everyRun,
  steps: count(1_000_000).default(500).describe("Training steps"),
  batchSize: count(4096).default(64).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "sgd", learningRate: 0.1 } }),
  ...everyDigitClassifier,
  depth: count(100).default(10).describe("Hidden layers"),
  width: count(4096).default(64).describe("Units of each hidden layer"),
  activation: z
    .enum(["sigmoid", "tanh", "relu"])
    .default("sigmoid")
    .describe("Of hidden units; a sigmoid passes on at most a quarter of a gradient"),
  residual: z
    .boolean()
    .default(false)
    .describe("Every hidden layer but the first adds its input to its output"),
  normalization: z
    .enum(["none", "layer"])
    .default("none")
    .describe("Of each example over a hidden layer's units, before the activation"),
  initialization: Initialization.prefault({ name: "glorot-normal" }).describe(
    "Of all weights; scaled-normal with sigma well above 1 makes tanh and relu nets explode",
  ),
});
export type DeepMlpConfig = z.infer<typeof DeepMlpConfig>;

export const deepMlp: WorkloadDescription = {
  title: "Deep MLP",
  summary:
    "Ten sigmoid layers on MNIST: the gradient vanishes on its way to the first, and nothing is learned",
  kind: "supervised",
  network: "model",
  outcome: heldOutAccuracy,
};
