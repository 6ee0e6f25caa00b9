import type { EpisodeKind, Severity } from "./episode";

/**
 * What rings until somebody chooses otherwise. Alarms that ask for nothing teach people to look away, so only what loses
 * the run as it goes on and is worth getting up for: a warning is seen without harm yet, a benign one is explained.
 * Kinds that take hundreds of steps to show, or that a healthy run may pass through (plateaus, oscillation, dead units,
 * figures out of range), are read when one comes back to the run.
 */
export const defaultAlerts = {
  severities: ["critical"],
  kinds: [
    "exploding_gradient",
    "vanishing_gradient",
    "non_finite",
    "loss_divergence",
    "discriminator_collapse",
    "mode_collapse",
    "dead_run",
  ],
} as const satisfies { severities: readonly Severity[]; kinds: readonly EpisodeKind[] };
