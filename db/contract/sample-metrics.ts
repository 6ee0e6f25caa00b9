import type { MetricDescription } from "./metric-description";
import { classifierAccuracy, classifierSha256 } from "./mnist-classifier";

/** Samples that images are judged by, and as many held-out images on the other side. */
export const judgedSamples = 256;
/** Of them, how many are compared with each other: their 8,128 pairs tell the mean distance within a hundredth. */
export const comparedSamples = 128;

/** Scores by other features, or at another number of samples, are other scores: both belong to the name. */
const byClassifier = `by the 64 features of the local MNIST classifier ${classifierSha256.slice(0, 12)} (${(
  100 * classifierAccuracy
).toFixed(1)}% on held-out digits), ${judgedSamples} samples against ${judgedSamples} held-out images`;

const sample = (unit: string, meaning: string): MetricDescription => ({
  unit,
  meaning,
  group: "Samples",
  scale: "linear",
});

/** Quality of generated samples, by whole names. */
export const sampleMetrics: Record<string, MetricDescription> = {
  "sample/mode_coverage": sample(
    "share",
    "Modes with at least one sample within 3 sigma, divided by all modes",
  ),
  "sample/modes": sample("modes", "Modes with at least one sample within 3 sigma"),
  "sample/high_quality_share": sample("share", "Share of samples within 3 sigma of a mode"),
  "sample/reverse_kl": sample(
    "nats",
    "Reverse Kullback-Leibler divergence over the modes that samples are nearest to: 0 for even shares",
  ),
  "sample/sliced_wasserstein": sample(
    "data units",
    "Sliced Wasserstein-1 distance between samples and as many held-out real ones, over fixed random projections: of 256 images in the space of their pixels, of 1,024 points in the plane",
  ),
  "sample/class_accuracy": sample(
    "share",
    `Share of ${judgedSamples} samples in which the local MNIST classifier ${classifierSha256.slice(0, 12)} sees the digit that was asked for`,
  ),
  "sample/mean_discrepancy": sample(
    "MMD^2",
    `Squared maximum mean discrepancy, unbiased, ${judgedSamples} samples against as many reals, by a Gaussian kernel as wide as the median distance between reals`,
  ),
  "sample/diversity": sample("data units", `Mean distance between pairs of ${comparedSamples} samples`),
  "sample/frechet_distance": sample(
    "FID",
    `Frechet distance of Gaussians fitted to features, ${byClassifier}; biased upwards at so few`,
  ),
  "sample/kernel_distance": sample(
    "KID",
    `Unbiased squared discrepancy by the cubic kernel, ${byClassifier}`,
  ),
  "sample/inception_score": sample(
    "score",
    `exp(mean KL(p(class | sample) || p(class))), between 1 and 10, ${byClassifier}`,
  ),
  "sample/precision": sample(
    "share",
    `Samples within reach of the 5 nearest reals of a real, ${byClassifier}`,
  ),
  "sample/recall": sample(
    "share",
    `Reals within reach of the 5 nearest samples of a sample, ${byClassifier}`,
  ),
  "sample/density": sample(
    "ratio",
    `Real neighbourhoods that hold a sample, over 5 samples, ${byClassifier}`,
  ),
  "sample/coverage": sample("share", `Reals whose neighbourhood of 5 holds a sample, ${byClassifier}`),
};
