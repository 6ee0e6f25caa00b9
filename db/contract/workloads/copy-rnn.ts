import { z } from "zod";
import { curriculum } from "../config/curriculum";
import { count, everyRun } from "../config/every-run";
import { everyRecurrentNet } from "../config/recurrent-net";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const CopyRnnConfig = z.strictObject({
  workload: z.literal("copy-rnn"),
  ...everyRun,
  steps: count(1_000_000).default(1500).describe("Training steps"),
  batchSize: count(4096).default(32).describe("Examples in each update"),
  ...everySupervised({ optimizer: { name: "adam", learningRate: 2e-3 } }),
  remembered: count(100).default(10).describe("Symbols to be remembered, each one of eight"),
  delay: count(5000).default(30).describe("Steps between the last symbol and the first to be recalled"),
  curriculum: curriculum("A delay that grows to its full length"),
  ...everyRecurrentNet({ cell: "rnn", hidden: 128, recurrentInitialization: { name: "orthogonal" } }),
});
export type CopyRnnConfig = z.infer<typeof CopyRnnConfig>;

export const copyRnn: WorkloadDescription = {
  title: "Copying RNN",
  summary:
    "A recurrent net must repeat ten symbols 30 steps later; without a memory it cannot be better than chance",
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
