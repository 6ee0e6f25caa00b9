/**
 * Discriminator collapse: it gives every sample the same answer, so that the generator has nothing to follow.
 *
 * Measures: mean accuracy over reals and fakes, and the level of the gradient norm that reaches the generator.
 * Formula: |accuracy - 1/2| < .15 and the generator's norm < 1/20 of what it had held, for 50 steps and 5 points.
 * Source: our own; a pair at its equilibrium guesses as well (Goodfellow 2014), but its generator still receives a gradient.
 * Misleads: a generator whose learning rate has run out looks alike where its gradient is logged after scaling.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Distance from guessing; batches of 64 scatter by .06. */
  accuracyBand: 0.15,
  /** Healthy generators keep at least a seventh of what they had held. */
  normRatio: 1 / 20,
  holdSteps: 50,
  holdPoints: 5,
  closeSteps: 100,
};

export function createDiscriminatorCollapse(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("discriminator_collapse", thresholds);
  let lastStep = -1;
  function observe({ series, step, value, pair }: PointReading) {
    if (step === lastStep || !Number.isFinite(value)) return noEpisodes;
    lastStep = step;
    const { generatorNorm: norm, meanAccuracy: accuracy } = pair;
    if (!norm.isKnown || norm.held === 0) return noEpisodes;
    const ratio = norm.level / norm.held;
    const guesses = Math.abs(accuracy - 0.5) < thresholds.accuracyBand;
    if (!guesses || ratio >= thresholds.normRatio) return keeper.pass(step);
    return keeper.see(step, series, () => ({
      test: "guessing",
      value: accuracy,
      weight: -ratio,
      sentence: `right on ${formatFigure(100 * accuracy)}% of reals and fakes around step ${formatStep(step)}, as by guessing, and the generator's gradient is ${formatFigure(ratio)} of the ${formatFigure(norm.held)} it had held (threshold ${thresholds.normRatio})`,
      values: { accuracy, generatorNorm: norm.level, held: norm.held, ratio },
      severity: "critical",
      severityReason: "A discriminator with one answer for all samples teaches the generator nothing",
    }));
  }
  return { observe, end: () => keeper.close(), episodes: () => keeper.episodes };
}
