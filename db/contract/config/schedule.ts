import { z } from "zod";
import { watchedMetric } from "./watched-metric";

const steps = z.number().int().min(1).max(1_000_000);
const Factor = z.number().positive().max(1);

const warmup = {
  warmupSteps: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("Steps over which the rate rises to its full value"),
};

/** What multiplies an optimizer's learning rate from step to step; formulas in trainer/protocol. */
export const Schedule = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("constant"), ...warmup }),
  z.strictObject({
    name: z.literal("step"),
    ...warmup,
    every: steps.default(200).describe("Steps between two cuts"),
    factor: Factor.default(0.1).describe("What each cut multiplies the rate by"),
  }),
  z.strictObject({
    name: z.literal("exponential"),
    ...warmup,
    decay: Factor.default(0.999).describe("What each step multiplies the rate by"),
  }),
  z.strictObject({
    name: z.literal("cosine"),
    ...warmup,
    finalShare: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("Share of the rate that is left at the last step"),
  }),
  z.strictObject({
    name: z.literal("plateau"),
    ...warmup,
    patience: steps.default(100).describe("Steps without progress before a cut"),
    factor: Factor.default(0.5).describe("What each cut multiplies the rate by"),
    lowestShare: z.number().min(0).max(1).default(0.01).describe("Share of the rate below which no cut goes"),
    ...watchedMetric({ window: 50 }),
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

export const schedule = (network: string) =>
  Schedule.prefault({ name: "constant" }).describe(`Learning rate of the ${network} over the steps`);
