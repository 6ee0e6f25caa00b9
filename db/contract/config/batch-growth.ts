import { z } from "zod";

const steps = z.number().int().min(1).max(1_000_000);

export const BatchGrowth = z.strictObject({
  factor: z
    .number()
    .min(1)
    .max(16)
    .default(1)
    .describe("What the batch size is multiplied by each time; 1 keeps it"),
  every: steps.default(200).describe("Steps between two enlargements"),
  largest: z.number().int().min(1).max(65_536).default(1024).describe("Largest batch size"),
});
export type BatchGrowth = z.infer<typeof BatchGrowth>;
