import { z } from "zod";

export const episodeKinds = [
  "exploding_gradient",
  "vanishing_gradient",
  "non_finite",
  "loss_divergence",
  "loss_spike",
  "plateau",
  "oscillation",
  "dead_units",
  "saturation",
  "update_ratio",
  "clip_saturation",
  "penalty_dominance",
  "discriminator_overpowering",
  "discriminator_collapse",
  "discriminator_overfitting",
  "generator_starvation",
  "mode_collapse",
  "stalled_run",
  "dead_run",
] as const;
export const EpisodeKind = z.enum(episodeKinds);
export type EpisodeKind = z.infer<typeof EpisodeKind>;

/** In rising order. Benign: seen and explained, nothing to do (a spike that clipping caught). */
export const severities = ["benign", "warning", "critical"] as const;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;

export const episodeStates = ["open", "closed"] as const;
export const EpisodeState = z.enum(episodeStates);
export type EpisodeState = z.infer<typeof EpisodeState>;

/** What the detector saw when it fired: data first, one sentence made of it for people. */
export interface Evidence {
  /** Which test of the detector fired: "jump", "early", "drift", "level", "swings", ... */
  test: string;
  /** One sentence with values and thresholds, e.g. "norm 1.2e3 at step 412, 310 times its median 3.9". */
  sentence: string;
  /** Named figures behind the sentence (z, ratio, median, threshold, clip coefficient, ...). */
  values: Record<string, number>;
  /** First and last step of the window the test looked at. */
  window: { firstStep: number; lastStep: number };
}

/** What a detector reports: a stretch of steps in which something is wrong with one series. */
export interface DetectedEpisode {
  kind: EpisodeKind;
  series: string;
  startStep: number;
  /** Last step seen inside the episode; grows while it is open. */
  endStep: number;
  /** Step at which the detector first fired; `startStep` may lie before it. */
  alarmStep: number;
  peakStep: number;
  peakValue: number;
  severity: Severity;
  /** Why this severity, in one sentence. */
  severityReason: string;
  state: EpisodeState;
  evidence: Evidence;
}
