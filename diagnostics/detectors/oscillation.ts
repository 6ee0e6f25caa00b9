/**
 * Oscillation: the two of a pair chase each other in circles.
 *
 * Measures: the discriminator's accuracy on fakes (median of 5 points), or its accuracy as a whole where that is all there is.
 * Formula: it swings from above .8 to below .4 and back at least 4 times within 500 steps, while less than half of the samples
 *          look real, less than half of the modes are covered, and the generator still receives a gradient.
 * Source: Mescheder 2018 (gradient descent circles an equilibrium without a penalty); counting passages of two levels is our own.
 * Misleads: a discriminator that has collapsed flips between its one answer and the other: its generator has no gradient.
 * Log intervals of 20 steps and more hide fast swings.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  high: 0.8,
  low: 0.4,
  /** Passages from one level to the other; healthy pairs make at most 3 in all, in their first steps. */
  passages: 4,
  withinSteps: 500,
  /** Mean accuracy over reals and fakes at the upper end: above guessing, it has power. */
  right: 0.58,
  goodSamples: 0.5,
  /** A pair that covers this share of the modes circles close enough. */
  covered: 0.5,
  /** Below this share of what the generator had held it is a collapse, not a chase. */
  normRatio: 1 / 20,
  holdSteps: 200,
  closeSteps: 300,
};

export function createOscillation(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("oscillation", {
    holdSteps: thresholds.holdSteps,
    holdPoints: 1,
    closeSteps: thresholds.closeSteps,
  });
  const passages: number[] = [];
  let side = 0;

  function observe({ series, step, value, role, pair }: PointReading) {
    if (!Number.isFinite(value) || (role.part !== "fake" && role.part !== "")) return noEpisodes;
    if (role.part === "" && pair.fake.size > 0) return noEpisodes;
    const accuracy = (role.part === "fake" ? pair.fake : pair.both).median();
    // Where the answers to reals swing the opposite way, its bias wanders about zero and tells the two apart no better.
    const isRight = role.part === "" || pair.meanAccuracy > thresholds.right;
    const now = accuracy > thresholds.high && isRight ? 1 : accuracy < thresholds.low ? -1 : side;
    if (now !== side && side !== 0) {
      passages.push(step);
      if (passages.length > thresholds.passages) passages.shift();
    }
    side = now;
    const first = passages[0] ?? Number.NaN;
    const swings = passages.length === thresholds.passages && step - first <= thresholds.withinSteps;
    const { generatorNorm: norm } = pair;
    const isFed = !norm.isKnown || norm.level >= thresholds.normRatio * norm.held;
    const isGood =
      pair.quality.median() >= thresholds.goodSamples || pair.coverage.median() >= thresholds.covered;
    if (!swings || !isFed || isGood) return keeper.pass(step);
    return keeper.see(
      step,
      series,
      () => ({
        test: "swings",
        value: accuracy,
        weight: 0,
        sentence: `accuracy on fakes passed from above ${thresholds.high} to below ${thresholds.low} or back ${passages.length} times in the ${formatStep(step - first)} steps up to step ${formatStep(step)}`,
        values: { accuracy, passages: passages.length, steps: step - first },
        severity: "critical",
        severityReason: `The pair circles without coming nearer${pair.quality.size > 0 ? `: ${formatFigure(100 * pair.quality.median())}% of the samples look real` : ""}`,
      }),
      first,
    );
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: ({ role: { role, part } }) =>
      role === "discriminator-accuracy" && (part === "fake" || part === "")
        ? { low: thresholds.low, high: thresholds.high }
        : undefined,
  };
}
