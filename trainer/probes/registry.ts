import type { ProbePreset } from "../../db/contract/config/probes";

/** A probe as its preset and its clock see it; what it measures stands in its file, and in docs/probes.md. */
export interface ProbeDeclaration {
  name: string;
  /** The smallest preset that has it. */
  preset: ProbePreset;
  /** Each step; each k steps, as `probes.every` says; each time samples are drawn; at the first drawing of each k steps. */
  every: "step" | "period" | "sample" | "sample-period";
  /** The series that it records, without network and layer. */
  series: readonly string[];
  /** Measured on wasm with networks of 10,000 weights and 256 samples. */
  cost: string;
}

export const probes = [
  {
    name: "gradient-norm",
    preset: "economy",
    every: "step",
    series: ["gradient_norm", "gradient_norm_clipped", "clip_coefficient"],
    cost: "3 us an update",
  },
  {
    name: "update-norm",
    preset: "economy",
    every: "step",
    series: ["update_ratio", "update_norm", "weight_norm"],
    cost: "none: summed up by the optimizer's own pass",
  },
  { name: "layer-profile", preset: "economy", every: "step", series: ["layer_profile"], cost: "1 us" },
  { name: "loss", preset: "economy", every: "step", series: ["loss", "penalty"], cost: "10 us" },
  { name: "accuracy", preset: "economy", every: "step", series: ["accuracy"], cost: "10 us" },
  {
    name: "discriminator-accuracy",
    preset: "economy",
    every: "step",
    series: ["discriminator_accuracy", "discriminator_sign", "wasserstein_estimate"],
    cost: "10 us",
  },
  {
    name: "auxiliary-classifier",
    preset: "economy",
    every: "step",
    series: ["class_loss", "class_accuracy"],
    cost: "10 us",
  },
  {
    name: "class-accuracy",
    preset: "economy",
    every: "sample",
    series: ["sample/class_accuracy"],
    cost: "10 ms",
  },
  {
    name: "mode-coverage",
    preset: "economy",
    every: "sample",
    series: ["sample/modes", "sample/mode_coverage", "sample/high_quality_share", "sample/reverse_kl"],
    cost: ".5 ms for 1,024 samples",
  },
  {
    name: "sliced-wasserstein",
    preset: "economy",
    every: "sample",
    series: ["sample/sliced_wasserstein"],
    cost: "2.5 ms",
  },
  {
    name: "input-gradient-norm",
    preset: "standard",
    every: "step",
    series: ["input_gradient_norm"],
    cost: "one product more in a critic's backward pass, and 10 us",
  },
  { name: "loss-dispersion", preset: "standard", every: "step", series: ["loss_dispersion"], cost: "2 us" },
  {
    name: "spike-score",
    preset: "standard",
    every: "step",
    series: ["loss_spike_score", "gradient_spike_score"],
    cost: "4 us",
  },
  { name: "dead-units", preset: "standard", every: "period", series: ["dead_units"], cost: "20 us" },
  {
    name: "layer-updates",
    preset: "standard",
    every: "period",
    series: ["weight_norm", "update_ratio"],
    cost: "20 us",
  },
  {
    name: "gradient-quantiles",
    preset: "standard",
    every: "period",
    series: ["gradient_quantile"],
    cost: ".2 ms",
  },
  {
    name: "saturation",
    preset: "standard",
    every: "period",
    series: ["saturation"],
    cost: "20 us; a pass forward of what makes no samples",
  },
  {
    name: "held-out-gap",
    preset: "standard",
    every: "period",
    series: ["discriminator_accuracy/held_out", "discriminator_accuracy/gap", "wasserstein_estimate/gap"],
    cost: "a pass forward over 128 images",
  },
  {
    name: "sample-diversity",
    preset: "standard",
    every: "sample-period",
    series: ["sample/diversity"],
    cost: "1 ms",
  },
  {
    name: "image-quality",
    preset: "standard",
    every: "sample-period",
    series: [
      "sample/frechet_distance",
      "sample/kernel_distance",
      "sample/inception_score",
      "sample/precision",
      "sample/recall",
      "sample/density",
      "sample/coverage",
    ],
    cost: "13 ms",
  },
  {
    name: "gradient-histogram",
    preset: "full",
    every: "period",
    series: ["gradient_histogram"],
    cost: "none beside the quantiles",
  },
  {
    name: "mean-discrepancy",
    preset: "full",
    every: "sample-period",
    series: ["sample/mean_discrepancy"],
    cost: "6 ms",
  },
  {
    name: "curvature",
    preset: "full",
    every: "period",
    series: ["curvature"],
    cost: "10 to 60 gradients of the network's loss",
  },
] as const satisfies readonly ProbeDeclaration[];

export type ProbeName = (typeof probes)[number]["name"];
