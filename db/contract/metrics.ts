/**
 * Metric names with unit and meaning. A name is `<metric>[/<network>[/<layer>]]`; the first segment
 * is looked up here, so a new layer needs no new entry.
 */
export interface MetricDescription {
  unit: string;
  meaning: string;
  /** Chart group on the run page. */
  group: MetricGroup;
  /** Axis on which the metric is read by default. */
  scale: "log" | "linear";
}

export const metricGroups = [
  "Gradients",
  "Losses",
  "Discriminator",
  "Samples",
  "Clipping",
  "System",
] as const;
export type MetricGroup = (typeof metricGroups)[number];

export const metrics = {
  gradient_norm: {
    unit: "L2",
    meaning:
      "Global L2 norm of the gradient over the network's (or layer's) parameters, before clipping; the largest of the step's updates",
    group: "Gradients",
    scale: "log",
  },
  gradient_norm_clipped: {
    unit: "L2",
    meaning: "The same norm after clipping: what the optimizer received",
    group: "Clipping",
    scale: "log",
  },
  clip_coefficient: {
    unit: "ratio",
    meaning: "Norm after clipping divided by norm before; 1 means that clipping did not act",
    group: "Clipping",
    scale: "linear",
  },
  update_ratio: {
    unit: "ratio",
    meaning:
      "L2 norm of the parameter update divided by the L2 norm of the parameters; the largest of the step's updates",
    group: "Gradients",
    scale: "log",
  },
  input_gradient_norm: {
    unit: "L2",
    meaning:
      "Norm of the gradient of the critic's output by its input (an empirical Lipschitz estimate), mean and maximum over the real and generated samples of the step's last critic update",
    group: "Discriminator",
    scale: "log",
  },
  loss: {
    unit: "loss",
    meaning: "Training loss of the network, penalties included, at the last of the step's updates",
    group: "Losses",
    scale: "linear",
  },
  loss_dispersion: {
    unit: "loss",
    meaning:
      "1.4826 x median absolute deviation of the detrended loss over a rolling window of 64 steps, from the 16th on",
    group: "Losses",
    scale: "log",
  },
  penalty: {
    unit: "loss",
    meaning: "Value of the penalty, its coefficient included",
    group: "Losses",
    scale: "log",
  },
  accuracy: {
    unit: "share",
    meaning: "Share of the batch classified correctly",
    group: "Losses",
    scale: "linear",
  },
  discriminator_accuracy: {
    unit: "share",
    meaning: "1/2 [P(D(real) > 0) + P(D(fake) < 0)] on the training batch; /real and /fake are its halves",
    group: "Discriminator",
    scale: "linear",
  },
  wasserstein_estimate: {
    unit: "critic output",
    meaning:
      "E D(real) - E D(fake): the critic's estimate of the Wasserstein distance, up to its Lipschitz constant",
    group: "Discriminator",
    scale: "linear",
  },
  learning_rate: {
    unit: "1/step",
    meaning: "Learning rate of the network's optimizer",
    group: "System",
    scale: "log",
  },
  step_time: {
    unit: "ms",
    meaning: "Wall time of one training step, probes included",
    group: "System",
    scale: "linear",
  },
  probe_time: {
    unit: "ms",
    meaning: "Part of the step time spent in probes",
    group: "System",
    scale: "linear",
  },
  sample: { unit: "share", meaning: "Quality of generated samples", group: "Samples", scale: "linear" },
} as const satisfies Record<string, MetricDescription>;

/** Meanings of whole names that say more than their first segment. */
export const namedMetrics: Record<string, MetricDescription> = {
  "sample/mode_coverage": {
    unit: "share",
    meaning: "Modes with at least one sample within 3 sigma, divided by all modes",
    group: "Samples",
    scale: "linear",
  },
  "sample/modes": {
    unit: "modes",
    meaning: "Modes with at least one sample within 3 sigma",
    group: "Samples",
    scale: "linear",
  },
  "sample/sliced_wasserstein": {
    unit: "pixel value",
    meaning:
      "Sliced Wasserstein-1 distance in pixel space between 256 samples and 256 held-out images, over 128 fixed random projections",
    group: "Samples",
    scale: "linear",
  },
  "sample/high_quality_share": {
    unit: "share",
    meaning: "Share of samples within 3 sigma of a mode",
    group: "Samples",
    scale: "linear",
  },
};

/** Description of a series by its full name; undefined for a name that a client made up. */
export function describeMetric(name: string): MetricDescription | undefined {
  const named = namedMetrics[name];
  if (named) return named;
  const first = name.split("/")[0] ?? name;
  return Object.hasOwn(metrics, first) ? metrics[first as keyof typeof metrics] : undefined;
}
