import { z } from "zod";
import { curriculum } from "../config/curriculum";
import { count, everyRun } from "../config/every-run";
import { PositiveFloat } from "../config/float";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const TemporalOrderRnnConfig = z.strictObject({
  workload: z.literal("temporal-order-rnn"),
  ...everyRun,
  steps: count(1_000_000).default(1500).describe("Training steps"),
  batchSize: count(4096).default(20).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "sgd", learningRate: 0.1 } }),
  sequenceLength: z
    .number()
    .int()
    .min(10)
    .max(1000)
    .default(30)
    .describe("Steps over which two symbols must be remembered"),
  curriculum: curriculum("Sequences that grow to their full length"),
  hidden: count(2048).default(50).describe("Hidden units"),
  initialSigma: PositiveFloat.default(0.1).describe("Standard deviation of the initial weights"),
  spectralRadius: PositiveFloat.default(1).describe("Spectral radius of the initial recurrent matrix"),
});
export type TemporalOrderRnnConfig = z.infer<typeof TemporalOrderRnnConfig>;

export const temporalOrderRnn: WorkloadDescription = {
  title: "Temporal order RNN",
  summary: "A vanilla RNN must remember two symbols over 30 steps (Pascanu 2013): plain SGD explodes",
  kind: "supervised",
  recurrent: true,
  network: "rnn",
  outcome: {
    series: "accuracy",
    lastSteps: 100,
    better: "higher",
    meaning: "Share of sequences classified correctly, mean over the last 100 steps",
  },
};
