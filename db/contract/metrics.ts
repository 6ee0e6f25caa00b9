import type { MetricDescription } from "./metric-description";
import { sampleMetrics } from "./sample-metrics";

/**
 * Metric names with unit and meaning, what matters most first. A name is `<metric>[/<network>[/<layer>]]`; the first
 * segment is looked up here, so a new layer needs no new entry.
 */
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
  layer_profile: {
    unit: "decades a layer",
    meaning:
      "Slope of log10 gradient norm over the layers from the last to the first: below 0 the gradient vanishes towards the input, above it explodes",
    group: "Gradients",
    scale: "linear",
  },
  dead_units: {
    unit: "share",
    meaning: "Share of the layer's units whose weights and bias all have a gradient of exactly 0",
    group: "Gradients",
    scale: "linear",
  },
  gradient_quantile: {
    unit: "gradient",
    meaning: "Quantile of the sizes of the gradient's entries, before clipping",
    group: "Gradients",
    scale: "log",
  },
  gradient_histogram: {
    unit: "share",
    meaning:
      "Share of the gradient's entries whose size is in the decade from the one named, before clipping",
    group: "Gradients",
    scale: "linear",
  },
  gradient_spike_score: {
    unit: "share",
    meaning:
      "Share of the last 1,000 steps whose gradient norm lay 7 sigma or more from the mean of those before",
    group: "Gradients",
    scale: "linear",
  },
  weight_norm: {
    unit: "L2",
    meaning: "L2 norm of the network's (or layer's) weights before the step's last update",
    group: "Weights",
    scale: "log",
  },
  update_norm: {
    unit: "L2",
    meaning: "L2 norm of the parameter update; the largest of the step's updates",
    group: "Weights",
    scale: "log",
  },
  saturation: {
    unit: "share",
    meaning: "Share of the layer's activations within 1% of a limit of their tanh or sigmoid",
    group: "Weights",
    scale: "linear",
  },
  curvature: {
    unit: "loss / weight^2",
    meaning:
      "Eigenvalue of largest absolute value of the Hessian of the network's loss, without penalties, on one batch; plain gradient descent diverges above 2 / learning rate",
    group: "Weights",
    scale: "linear",
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
  loss_spike_score: {
    unit: "share",
    meaning: "Share of the last 1,000 steps whose loss lay 7 sigma or more from the mean of those before",
    group: "Losses",
    scale: "linear",
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
  held_out_accuracy: {
    unit: "share",
    meaning: "Share of held-out examples classified correctly",
    group: "Losses",
    scale: "linear",
  },
  held_out_loss: {
    unit: "loss",
    meaning: "Mean loss of held-out examples, without penalties",
    group: "Losses",
    scale: "linear",
  },
  squared_error: {
    unit: "squared error",
    meaning:
      "Mean squared error of the batch's answers; /constant: that of the best answer that ignores the input",
    group: "Losses",
    scale: "log",
  },
  cross_entropy: {
    unit: "nats",
    meaning:
      "Cross-entropy of the batch's answers, without penalties, a step; /memoryless: that of the best answers without a memory",
    group: "Losses",
    scale: "log",
  },
  bits_per_character: {
    unit: "bits",
    meaning:
      "Bits a character that the model needs to tell a held-out text from what comes before; /floor: what the grammar that wrote it needs, and no model can be expected to beat",
    group: "Losses",
    scale: "linear",
  },
  class_loss: {
    unit: "nats",
    meaning:
      "Cross-entropy of the auxiliary classifier, on real samples and on generated ones by the class that was asked for, without its weight",
    group: "Losses",
    scale: "linear",
  },
  class_accuracy: {
    unit: "share",
    meaning:
      "Share of the training batch whose class the auxiliary classifier names, of real samples and of generated ones",
    group: "Discriminator",
    scale: "linear",
  },
  discriminator_accuracy: {
    unit: "share",
    meaning: "1/2 [P(D(real) > 0) + P(D(fake) < 0)] on the training batch; /real and /fake are its halves",
    group: "Discriminator",
    scale: "linear",
  },
  discriminator_sign: {
    unit: "mean sign",
    meaning: "E sign D(real) on the training batch: ADA's r_t, which it holds at .6",
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
  batch_size: {
    unit: "examples",
    meaning: "Examples in each update, where the batch grows",
    group: "System",
    scale: "linear",
  },
  difficulty: {
    unit: "share",
    meaning: "Difficulty of the step's data as a share of the config's, where a curriculum raises it",
    group: "System",
    scale: "linear",
  },
  resolution: {
    unit: "pixels",
    meaning: "Side of the images that a GAN that grows makes in this step",
    group: "System",
    scale: "linear",
  },
  fade_in: {
    unit: "share",
    meaning: "Share of the newest layers in what a GAN that grows makes and sees; 1 once they have faded in",
    group: "System",
    scale: "linear",
  },
  updates: {
    unit: "updates",
    meaning: "Updates of the network in this step, where they are balanced by the discriminator's accuracy",
    group: "System",
    scale: "linear",
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
  ...sampleMetrics,
  "accuracy/within_tolerance": {
    unit: "share",
    meaning: "Share of the batch's sums told to within .04",
    group: "Losses",
    scale: "linear",
  },
  "accuracy/copied": {
    unit: "share",
    meaning: "Share of the symbols to be copied that came back right; an eighth by guessing",
    group: "Losses",
    scale: "linear",
  },
  "discriminator_accuracy/held_out": {
    unit: "share",
    meaning: "P(D(real) > 0) on reals that are never trained on",
    group: "Discriminator",
    scale: "linear",
  },
  "discriminator_accuracy/gap": {
    unit: "share",
    meaning:
      "P(D(real) > 0) on training reals less the same on held-out ones: above 0 the discriminator memorizes",
    group: "Discriminator",
    scale: "linear",
  },
  "wasserstein_estimate/gap": {
    unit: "critic output",
    meaning: "E D(training reals) - E D(held-out reals): above 0 the critic memorizes",
    group: "Discriminator",
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
