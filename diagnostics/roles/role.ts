/** What a series can mean to the detectors. */
export const roleNames = [
  "gradient-norm",
  "layer-gradient-norm",
  "clipped-gradient-norm",
  "clip-coefficient",
  "loss",
  "validation-loss",
  "accuracy",
  "validation-accuracy",
  "learning-rate",
  "update-ratio",
  "weight-norm",
  "dead-units",
  "saturation",
  "penalty",
  "loss-scale",
  "input-gradient-norm",
  "discriminator-accuracy",
  "discriminator-sign",
  "sample-quality",
  "mode-coverage",
  "sample-diversity",
  "step-time",
  "reward",
  "none",
] as const;
export type RoleName = (typeof roleNames)[number];

/**
 * What a series means: `network` is "" in a run whose networks have no names; `part` is the layer, or what the figure is
 * about ("real", "fake", "held-out", "gap").
 */
export interface SeriesRole {
  role: RoleName;
  network: string;
  part: string;
}
