import { z } from "zod";

/** Held by the config of every workload whose data can be made easier; what that means is the workload's own. */
export const Curriculum = z.strictObject({
  steps: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("Steps over which the data reach their full difficulty; 0: from the first on"),
  start: z.number().positive().max(1).default(0.3).describe("Share of the difficulty at the first step"),
});
export type Curriculum = z.infer<typeof Curriculum>;

export const curriculum = (whatGrows: string) => Curriculum.prefault({}).describe(whatGrows);
