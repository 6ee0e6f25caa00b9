/**
 * Generator starvation: behind a confident discriminator the generator's gradient vanishes.
 *
 * Measures: the level of the generator's gradient norm, and the weaker of the discriminator's accuracies.
 * Formula: norm < 1/20 of what it had held, or < 2e-3 from the start on, while accuracy >= .9, for 100 steps and 9 points.
 * Source: Goodfellow 2014, section 3 (the minimax loss saturates where D is sure); Arjovsky & Bottou 2017.
 * Misleads: with good samples a small gradient is right; a Wasserstein critic has no accuracy, see vanishing gradient.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  normRatio: 1 / 20,
  /** Healthy generators begin at .02 to .6. */
  lowest: 2e-3,
  confident: 0.9,
  goodSamples: 0.5,
  holdSteps: 100,
  holdPoints: 9,
  closeSteps: 100,
};

export function createGeneratorStarvation(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("generator_starvation", thresholds);
  function observe({ series, step, network, pair }: PointReading) {
    const { generatorNorm: norm, weakerAccuracy: accuracy } = pair;
    if (network.name !== "generator" || !norm.isKnown) return noEpisodes;
    const isSmall = norm.level < Math.max(thresholds.normRatio * norm.held, thresholds.lowest);
    const isGood = pair.quality.median() >= thresholds.goodSamples;
    if (!isSmall || isGood || !(accuracy >= thresholds.confident)) return keeper.pass(step);
    return keeper.see(step, series, () => ({
      test: "confident",
      value: norm.level,
      weight: -norm.level,
      sentence: `norm ${formatFigure(norm.level)} around step ${formatStep(step)} of the ${formatFigure(norm.held)} it had held, while the discriminator is right on ${formatFigure(100 * accuracy)}% (threshold ${formatFigure(100 * thresholds.confident)}%)`,
      values: { level: norm.level, held: norm.held, accuracy },
      severity: "critical",
      severityReason:
        "The loss is flat where the discriminator is sure: the generator cannot learn its way out",
    }));
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: ({ network, pair: { generatorNorm: norm } }) =>
      network.name === "generator" && norm.isKnown
        ? { low: Math.max(thresholds.normRatio * norm.held, thresholds.lowest) }
        : undefined,
  };
}
