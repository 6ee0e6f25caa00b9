import { z } from "zod";

/**
 * When a run saves everything it needs to go on, and how much of that is kept. Its numbers do not depend on it, unless
 * a guardrail goes back to one.
 */
export const CheckpointSettings = z.strictObject({
  every: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(200)
    .describe("Save a checkpoint each k steps and at the end; 0 saves none"),
  keep: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe("The latest checkpoints that are kept, besides the best"),
});
export type CheckpointSettings = z.infer<typeof CheckpointSettings>;
