/**
 * Update ratio out of range: the updates are too large, or too small, for the weights that they change.
 *
 * Measures: |update| / |weights| of a network or layer.
 * Formula: the median of 9 points lies outside [1e-5, .1], for 100 steps and 20 points.
 * Source: TheDeepChecker (Ben Braiek & Khomh 2023): log10 outside [-4, -1] is suspect; Karpathy's 1e-3 as a rule of thumb. The
 * lower bound is a decade wider: healthy Adam runs with decayed rates pass 1e-4.
 * Misleads: at the end of a schedule, and in a converged run, the ratio is small as it should be; biases that start at zero
 * have a large one. It warns only while the loss is stuck, and is benign otherwise.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import { learningState } from "./learning-state";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  lowest: 1e-5,
  highest: 0.1,
  holdSteps: 100,
  holdPoints: 20,
  closeSteps: 50,
};

export function createUpdateRatio(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("update_ratio", thresholds);
  const recent = new MedianWindow(9);
  function observe({ series, step, value, network: { loss, adversarial } }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    recent.push(value);
    const level = recent.median();
    const isSmall = level < thresholds.lowest;
    if (!recent.isFull || (!isSmall && level <= thresholds.highest)) return keeper.pass(step);
    return keeper.see(step, series, () => {
      const bound = isSmall ? thresholds.lowest : thresholds.highest;
      const isStuck = !adversarial && learningState(loss) === "stuck";
      return {
        test: isSmall ? "too small" : "too large",
        value: level,
        weight: Math.abs(Math.log(Math.max(level, Number.MIN_VALUE) / bound)),
        sentence: `updates are ${formatFigure(level)} of the weights around step ${formatStep(step)} (threshold ${formatFigure(bound)})`,
        values: { ratio: level, bound },
        severity: isStuck ? "warning" : "benign",
        severityReason: isStuck
          ? `The loss stands at ${formatFigure(loss.level)} and is not falling`
          : "The loss does not suffer from it",
      };
    });
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: () => ({ low: thresholds.lowest, high: thresholds.highest }),
  };
}
