/**
 * Discriminator overpowering: it is right nearly always, on reals and on fakes, for so long that the generator learns nothing.
 *
 * Measures: the lower of the accuracies on reals and on fakes (medians of 5 points), and the quality of samples.
 * Formula: accuracy >= .97 for 400 steps and 20 points, while less than half of the samples look real and that share does
 *          not grow.
 * Source: Arjovsky & Bottou 2017 (a perfect discriminator leaves no gradient); ADA (Karras 2020) watches the same signs.
 * Misleads: healthy pairs begin so and settle (StyleGAN2-ADA's first 30 kimg, a generator that is warmed up); undefined for a
 * WGAN critic, whose output is no logit.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** One wrong answer in a batch of 32. */
  accuracy: 0.97,
  /** Healthy pairs are out of it within 200 steps of the labelled traces. */
  holdSteps: 400,
  holdPoints: 20,
  /** Samples that look real to this share need no better gradient. */
  goodSamples: 0.5,
  closeSteps: 100,
};

export function createDiscriminatorOverpowering(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("discriminator_overpowering", thresholds);
  let lastStep = -1;
  function observe({ series, step, value, pair }: PointReading) {
    if (step === lastStep || !Number.isFinite(value)) return noEpisodes;
    lastStep = step;
    const accuracy = pair.weakerAccuracy;
    const quality = pair.quality.median();
    if (!(accuracy >= thresholds.accuracy) || quality >= thresholds.goodSamples) return keeper.pass(step);
    return keeper.see(step, series, () => ({
      test: "accuracy",
      value: accuracy,
      weight: accuracy,
      sentence: `right on ${formatFigure(100 * accuracy)}% of reals and fakes around step ${formatStep(step)} (threshold ${formatFigure(100 * thresholds.accuracy)}%)`,
      values: { accuracy, quality, generatorNorm: pair.generatorNorm.level },
      severity: "critical",
      severityReason: Number.isNaN(quality)
        ? "Where every answer is right, hardly a gradient is left for the generator"
        : `Hardly a gradient is left for the generator, and ${formatFigure(100 * quality)}% of its samples look real`,
    }));
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: ({ role }) => (role.role === "discriminator-accuracy" ? { high: thresholds.accuracy } : undefined),
  };
}
