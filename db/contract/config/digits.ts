import { z } from "zod";

/** What the config of every network that tells MNIST's digits apart holds. */
export const everyDigitClassifier = {
  classBalance: z
    .boolean()
    .default(false)
    .describe("Draw every digit equally often; MNIST has 6,742 ones and 5,421 fives"),
  sampleEvery: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(50)
    .describe("Judge 1,000 held-out digits each k steps; 0 never does"),
};

export const heldOutAccuracy = {
  series: "held_out_accuracy",
  lastSteps: 100,
  better: "higher",
  meaning: "Share of 1,000 held-out digits told right, mean over the last 100 steps",
} as const;
