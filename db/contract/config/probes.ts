import { z } from "zod";

/** From what a run is watched by at the least to everything that is known about it. */
export const probePresets = ["economy", "standard", "full"] as const;
export type ProbePreset = (typeof probePresets)[number];

export const Probes = z.strictObject({
  preset: z
    .enum(probePresets)
    .default("standard")
    .describe("Economy: norms, losses, accuracies; standard: about 3% of a step; full: every probe"),
  every: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(100)
    .describe("Measure what is too costly for each step each k steps"),
});
export type Probes = z.infer<typeof Probes>;
