/**
 * Plateau: a loss that was falling stands still, though it has not converged.
 *
 * Measures: the level of the loss (median of 15 points), with the learning rate, the update ratio and the accuracy.
 * Formula: rate  the learning rate, or the update ratio, is below 1/300 of its highest since a moment at which the loss was
 *                still gaining 5%, and the level has since gained less than 3%;
 *          lost  of what was learned (at least 30% of the untrained loss) 60% is lost again, and the level has not come
 *                back; with an accuracy, that has lost half of its gain too;
 *          each for 200 steps and 15 points.
 * Source: our own; Prechelt 1998 for judging by what a stretch of training gains.
 * Misleads: a loss summed over longer sequences goes up with a curriculum (the accuracy tells, where it is logged); many
 * recurrent tasks stand still before they learn, so standing still from the start is no episode.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { LossTrack } from "../loss-track";
import { EpisodeKeeper, noEpisodes, type Sighting } from "./episode-keeper";
import type { NetworkFacts, PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Schedules that work end at a hundredth of their rate and reach a thousandth in their last steps only. */
  rateRatio: 1 / 300,
  /** No schedule divides its rate by so much from one point to the next: then any gain before it counts. */
  abruptRatio: 1 / 100,
  /** A cosine ends with 4% of its steps below that rate: the loss must have stood for more of the run than this. */
  stoodShare: 0.08,
  /** Gain over the last 50 points, as a share of the level, that counts as still learning ... */
  gainShare: 0.05,
  /** ... and since the rate fell, that counts as having gone on. */
  goneOnShare: 0.03,
  /** Share of the untrained loss whose removal counts as having learned. */
  learnedShare: 0.3,
  /** What was learned must exceed the loss's scatter by so much. */
  learnedSigmas: 2,
  /** Share of what was learned whose loss counts as back where it began. */
  lostShare: 0.6,
  /** Share of the accuracy's gain that must be lost with it. */
  accuracyLostShare: 0.5,
  /** As long as a step of the schedule may shake the loss. */
  holdSteps: 200,
  holdPoints: 15,
  closeSteps: 50,
};

const gainPoints = 50;
/** Points whose median is the level of a loss. */
const levelPoints = 15;
const shortPoints = 5;

export function createPlateau(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("plateau", thresholds);
  let highestRate = 0;
  let highestRatio = 0;
  /** Points since the rate fell while the loss was gaining; NaN where it did not, or is up. */
  let pointsSinceFall = Number.NaN;
  /** Level of the loss once its median is all of points since then. */
  let levelAtFall = Number.NaN;
  let wasSmall = false;
  let lastRate = Number.NaN;
  let firstStep = -1;
  let fallStep = -1;
  /** Lowest median of five points: known sooner than the lowest level, which counts in a log of a few points. */
  let lowest = Number.POSITIVE_INFINITY;

  function observe({ series, step, value, network }: PointReading) {
    if (network.adversarial || network.hasReward || !Number.isFinite(value)) return noEpisodes;
    const { loss } = network;
    if (firstStep < 0) firstStep = step;
    noteRate(network, loss, step);
    if (loss.count >= shortPoints) lowest = Math.min(lowest, loss.shortLevel);
    if (hasStoodStill(loss, step)) return keeper.see(step, series, () => describe("rate", network, step));
    if (hasLost(loss) && !accuracyHolds(network))
      return keeper.see(step, series, () => describe("lost", network, step));
    return keeper.pass(step);
  }

  function noteRate({ learningRate, updateRatio }: NetworkFacts, loss: LossTrack, step: number): void {
    if (learningRate > highestRate) highestRate = learningRate;
    if (updateRatio > highestRatio && loss.count > 10) highestRatio = updateRatio;
    const isSmall =
      learningRate < thresholds.rateRatio * highestRate ||
      (Number.isNaN(learningRate) && updateRatio < thresholds.rateRatio * highestRatio);
    const isAbrupt = learningRate < thresholds.abruptRatio * lastRate;
    lastRate = learningRate;
    if (isSmall && !wasSmall) fallStep = step;
    if (isSmall && !wasSmall)
      pointsSinceFall = recentGain(loss) > (isAbrupt ? 0 : thresholds.gainShare) ? 0 : Number.NaN;
    if (!isSmall) pointsSinceFall = levelAtFall = Number.NaN;
    if (++pointsSinceFall === levelPoints) levelAtFall = loss.level;
    wasSmall = isSmall;
  }

  /** Before 60 points, the gain since the start. */
  function recentGain(loss: LossTrack): number {
    const gain = loss.gainOver(gainPoints);
    return Number.isNaN(gain) ? (loss.initial - loss.level) / Math.abs(loss.initial) : gain;
  }

  /** A level scatters too: by about a third of what its points do, and four times that is no chance. */
  const hasStoodStill = (loss: LossTrack, step: number): boolean =>
    step - fallStep > thresholds.stoodShare * (step - firstStep) &&
    levelAtFall - loss.level <
      Math.max(thresholds.goneOnShare * Math.abs(levelAtFall), (4 / 3) * loss.before.sigma);

  function hasLost(loss: LossTrack): boolean {
    const learned = loss.initial - lowest;
    if (!(learned > thresholds.learnedShare * Math.abs(loss.initial))) return false;
    // A lowest median of five may be luck: it must lie beyond what the loss scatters.
    if (learned < thresholds.learnedSigmas * loss.before.sigma) return false;
    const lost = (loss.level - lowest) / learned;
    return lost > thresholds.lostShare && loss.level < 2 * Math.abs(loss.initial);
  }

  function accuracyHolds({ accuracy: { latest, first, best } }: NetworkFacts): boolean {
    return best > first && best - latest < thresholds.accuracyLostShare * (best - first);
  }

  function describe(
    test: "rate" | "lost",
    { loss, learningRate, updateRatio }: NetworkFacts,
    step: number,
  ): Sighting {
    const { level, initial } = loss;
    const rate = Number.isNaN(learningRate)
      ? `the update ratio ${formatFigure(updateRatio)} of ${formatFigure(highestRatio)}`
      : `the learning rate ${formatFigure(learningRate)} of ${formatFigure(highestRate)}`;
    const why =
      test === "rate"
        ? `stands at ${formatFigure(level)} around step ${formatStep(step)} since ${rate} is left; it was still falling then`
        : `is back at ${formatFigure(level)} around step ${formatStep(step)}; it began at ${formatFigure(initial)} and had come down to ${formatFigure(lowest)}`;
    return {
      test,
      value: level,
      weight: 0,
      sentence: `the loss ${why}`,
      values: { level, lowest, initial, learningRate, updateRatio },
      severity: test === "lost" ? "critical" : "warning",
      severityReason:
        test === "lost"
          ? "What had been learned is gone and does not come back"
          : "Nothing more is learned from here on",
    };
  }

  return { observe, end: () => keeper.close(), episodes: () => keeper.episodes };
}
