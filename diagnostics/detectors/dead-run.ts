/**
 * Dead run: nothing is trained at all. The gradient is exactly zero, or the loss is the same number at every step.
 *
 * Measures: the gradient norm of a network, and the loss beside it.
 * Formula: norm = 0 at every one of at least 20 points over 30 steps, while the loss gains less than 3%.
 * Source: our own; a detached graph or frozen parameters show so. SageMaker's unchanged-tensor rule is its relative.
 * Misleads: some programs log a norm of zero where they have none: the loss falls, and the episode is benign and says that the
 * metric is missing. One network of a pair that is paused on purpose stands at zero while it waits.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  holdSteps: 30,
  holdPoints: 20,
  /** Gain of the loss, as a share of its level at the first zero, that says the run is alive. */
  gainShare: 0.03,
  closeSteps: 50,
};

export function createDeadRun(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("dead_run", thresholds);
  let lossBefore = Number.NaN;
  let zeros = 0;
  function observe({ series, step, value, network: { loss } }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    if (value !== 0) {
      zeros = 0;
      return keeper.pass(step);
    }
    if (zeros++ === 0) lossBefore = loss.shortLevel;
    return keeper.see(step, series, () => {
      const gain = (lossBefore - loss.shortLevel) / Math.abs(lossBefore);
      const isAlive = gain > thresholds.gainShare;
      const hasLoss = loss.count > 0;
      return {
        test: "zero",
        value,
        weight: 0,
        sentence: `gradient norm exactly 0 on ${zeros} points up to step ${formatStep(step)}${hasLoss ? `, the loss went from ${formatFigure(lossBefore)} to ${formatFigure(loss.shortLevel)}` : ""}`,
        values: { points: zeros, lossBefore, lossNow: loss.shortLevel },
        severity: isAlive || !hasLoss ? "benign" : "critical",
        severityReason: isAlive
          ? "The loss falls, so there is a gradient: the metric is missing, not the training"
          : hasLoss
            ? "No parameter receives a gradient, and the loss does not fall"
            : "Whether the metric or the gradient is missing, a loss would tell",
      };
    });
  }
  return { observe, end: () => keeper.close(), episodes: () => keeper.episodes };
}
