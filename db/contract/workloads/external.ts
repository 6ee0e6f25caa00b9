import { z } from "zod";
import { Seed } from "../identifiers";
import type { WorkloadDescription } from "./describe";

/**
 * A run that another program trains and records here: by `POST /api/ingest`, or from the files it left. Nothing of
 * this config is acted on; it is what that program said of its run.
 */
export const ExternalConfig = z.strictObject({
  workload: z.literal("external"),
  seed: Seed.default(0),
  /** 0 where the program did not say how many there will be. */
  steps: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  /** Of ours; what stabilizes another program's training is in its settings. */
  interventions: z.tuple([]).default([]),
  guardrails: z.tuple([]).default([]),
  /** The program's own config, as it sent it. */
  settings: z.record(z.string(), z.json()).default({}),
});
export type ExternalConfig = z.infer<typeof ExternalConfig>;

export const external: WorkloadDescription = {
  title: "External",
  summary: "Trained and recorded by another program",
  kind: "step",
  network: "model",
  outcome: {
    series: "outcome",
    lastSteps: 100,
    better: "lower",
    meaning: 'What the program logs under the name "outcome", mean over the last 100 steps',
  },
};
