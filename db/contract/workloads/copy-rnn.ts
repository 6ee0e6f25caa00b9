import { z } from "zod";
import { curriculum } from "../config/curriculum";
import { count, everyRun } from "../config/every-run";
import { everyRecurrentNet } from "../config/recurrent-net";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const CopyRnnConfig = z.strictObject({
  workload: z.literal("copy-rnn"),
  ...everyRun,
  steps: count(1_000_000).default(1200).describe("Training steps"),
  batchSize: count(4096).default(32).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "adam", learningRate: 1e-2 } }),
  remembered: count(100).default(5).describe("Symbols to be remembered, each one of eight; 10 as published"),
  delay: count(5000).default(10).describe("Steps between the last symbol and the first to be recalled"),
  curriculum: curriculum("A delay that grows to its full length"),
  ...everyRecurrentNet({ cell: "gru", hidden: 64, recurrentInitialization: { name: "orthogonal" } }),
});
export type CopyRnnConfig = z.infer<typeof CopyRnnConfig>;

export const copyRnn: WorkloadDescription = {
  title: "Copying RNN",
  summary: "A recurrent net must repeat five symbols ten steps later; without a memory it can only guess",
  kind: "supervised",
  recurrent: true,
  network: "rnn",
  outcome: {
    series: "cross_entropy/rnn",
    lastSteps: 100,
    better: "lower",
    meaning: "Cross-entropy a step on sequences never seen before, in nats, mean over the last 100 steps",
  },
};
