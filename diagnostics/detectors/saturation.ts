/**
 * Saturation: most units of a layer sit at a limit of their tanh or sigmoid, where the slope is next to nothing.
 *
 * Measures: the share of a layer's activations within 1% of a limit.
 * Formula: share > .8 for 100 steps and 9 points.
 * Source: Glorot & Bengio 2010, who show whole layers saturate at the start of training and the gradient vanish with them.
 * Misleads: a last layer that has learned its answers saturates as it should. It warns only while the loss neither gains nor
 * has converged, and is benign otherwise.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import { learningState } from "./learning-state";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Gates of healthy recurrent nets saturate to a half and more. */
  saturatedShare: 0.8,
  holdSteps: 100,
  holdPoints: 9,
  closeSteps: 50,
};

export function createSaturation(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("saturation", thresholds);
  function observe({ series, step, value, network: { loss, adversarial } }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    if (value < thresholds.saturatedShare) return keeper.pass(step);
    return keeper.see(step, series, () => {
      const isStuck = !adversarial && learningState(loss) === "stuck";
      return {
        test: "share",
        value,
        weight: value,
        sentence: `${formatFigure(100 * value)}% of the activations are at their limits at step ${formatStep(step)} (threshold ${formatFigure(100 * thresholds.saturatedShare)}%)`,
        values: { share: value },
        severity: isStuck ? "warning" : "benign",
        severityReason: isStuck
          ? `The loss stands at ${formatFigure(loss.level)} and is not falling: little gradient passes such a layer`
          : "The loss does not suffer from it",
      };
    });
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: () => ({ high: thresholds.saturatedShare }),
  };
}
