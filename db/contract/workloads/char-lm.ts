import { z } from "zod";
import { Initialization } from "../architecture";
import { curriculum } from "../config/curriculum";
import { count, everyRun, sampleEvery } from "../config/every-run";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

export const languageModels = ["lstm", "gru", "rnn", "transformer"] as const;

export const CharLmConfig = z
  .strictObject({
    workload: z.literal("char-lm"),
    ...everyRun,
    steps: count(1_000_000).default(1000).describe("Training steps"),
    batchSize: count(4096).default(16).describe("Windows of text in each update"),
    ...everySupervised({ optimizer: { name: "adam", learningRate: 3e-3 } }),
    sampleEvery: sampleEvery(50).describe(
      "Judge the held-out text and write some each k steps; 0 never does",
    ),
    textLength: z
      .number()
      .int()
      .min(10_000)
      .max(10_000_000)
      .default(500_000)
      .describe("Characters of the training text; a short one is learned by heart"),
    windowLength: z
      .number()
      .int()
      .min(2)
      .max(1024)
      .default(32)
      .describe("Characters of a window, the most that a prediction can look back on"),
    curriculum: curriculum("Windows that grow to their full length"),
    model: z
      .enum(languageModels)
      .default("lstm")
      .describe("What reads the text: recurrent layers or blocks of a transformer"),
    layers: count(12).default(2).describe("Recurrent layers or transformer blocks"),
    width: count(1024).default(64).describe("Units of each layer"),
    heads: count(64).default(4).describe("Attention heads of a transformer's block; they share its width"),
    initialization: Initialization.prefault({ name: "fan-in-uniform" }).describe(
      "Of the weights but the recurrent ones",
    ),
    recurrentInitialization: Initialization.prefault({ name: "orthogonal" }).describe(
      "Of recurrent matrices, each gate's for itself",
    ),
  })
  .superRefine(({ model, width, heads }, issues) => {
    if (model === "transformer" && width % heads !== 0)
      issues.addIssue({
        code: "custom",
        path: ["heads"],
        message: `${heads} heads cannot share ${width} units equally; take a number of heads that divides them`,
      });
  });
export type CharLmConfig = z.infer<typeof CharLmConfig>;

export const charLm: WorkloadDescription = {
  title: "Character language model",
  summary:
    "An LSTM, GRU or transformer learns to write; the grammar's own entropy is the floor that none can beat",
  kind: "supervised",
  network: "model",
  outcome: {
    series: "bits_per_character/held_out",
    lastSteps: 100,
    better: "lower",
    meaning: "Bits a character on held-out text, mean over the last 100 steps",
  },
};
