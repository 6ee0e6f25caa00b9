import { z } from "zod";
import { curriculum } from "../config/curriculum";
import { count, everyRun } from "../config/every-run";
import { everyRecurrentNet } from "../config/recurrent-net";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const AddingRnnConfig = z.strictObject({
  workload: z.literal("adding-rnn"),
  ...everyRun,
  steps: count(1_000_000).default(800).describe("Training steps"),
  batchSize: count(4096).default(32).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "adam", learningRate: 5e-3 } }),
  sequenceLength: z
    .number()
    .int()
    .min(2)
    .max(5000)
    .default(50)
    .describe("Steps among which two numbers are marked"),
  curriculum: curriculum("Sequences that grow to their full length"),
  ...everyRecurrentNet({ cell: "gru", hidden: 64, recurrentInitialization: { name: "orthogonal" } }),
});
export type AddingRnnConfig = z.infer<typeof AddingRnnConfig>;

export const addingRnn: WorkloadDescription = {
  title: "Adding RNN",
  summary: "A recurrent net must add two marked numbers among 50; always answering 1 misses by .167",
  kind: "supervised",
  recurrent: true,
  network: "rnn",
  outcome: {
    series: "squared_error/rnn",
    lastSteps: 100,
    better: "lower",
    meaning: "Mean squared error on sequences never seen before, mean over the last 100 steps",
  },
};
