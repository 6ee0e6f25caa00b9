/**
 * Clip saturation: clipping acts on most steps, so that its threshold sets the step size and no longer guards against spikes.
 *
 * Measures: the clip coefficient min(1, c / norm), or norm after over norm before clipping.
 * Formula: clipped on at least 90 of the last 100 points.
 * Source: Zhang 2020 (gradient clipping as a step size); Seetharaman 2020, whose AutoClip clips nine steps in ten by design.
 * Misleads: under Adam the scale of the gradient cancels, and clipping most steps changes little; AutoClip and normalized
 * gradients mean it. It warns only where less than a tenth is let through while the loss is stuck, and is benign otherwise.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import { learningState } from "./learning-state";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Share of the last points that were clipped. */
  clippedShare: 0.9,
  windowPoints: 100,
  /** Of a gradient less than this is let through: ten times smaller steps than the learning rate says. */
  harmfulCoefficient: 0.1,
  closeSteps: 50,
};

export function createClipSaturation(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("clip_saturation", {
    holdSteps: 0,
    holdPoints: 1,
    closeSteps: thresholds.closeSteps,
  });
  const clipped: boolean[] = new Array(thresholds.windowPoints).fill(false);
  const coefficients = new MedianWindow(9);
  let points = 0;
  let count = 0;

  function observe({
    series,
    step,
    value,
    network: { loss, adversarial, gradientNorm },
    role,
  }: PointReading) {
    // What is left of one layer says nothing of what was left of all.
    if (role.part !== "") return noEpisodes;
    const coefficient = role.role === "clip-coefficient" ? value : value / gradientNorm;
    if (!Number.isFinite(coefficient)) return noEpisodes;
    coefficients.push(coefficient);
    const place = points++ % thresholds.windowPoints;
    const isClipped = coefficient < 0.999;
    count += Number(isClipped) - Number(clipped[place]);
    clipped[place] = isClipped;
    const share = count / thresholds.windowPoints;
    if (points < thresholds.windowPoints || share < thresholds.clippedShare) return keeper.pass(step);
    return keeper.see(step, series, () => {
      const usual = coefficients.median();
      const isHarmful =
        usual < thresholds.harmfulCoefficient && !adversarial && learningState(loss) === "stuck";
      return {
        test: "share",
        value: usual,
        weight: 1 - usual,
        sentence: `clipped on ${count} of the last ${thresholds.windowPoints} points up to step ${formatStep(step)}, to ${formatFigure(usual)} of the gradient (threshold ${formatFigure(100 * thresholds.clippedShare)}%)`,
        values: { share, coefficient: usual },
        severity: isHarmful ? "warning" : "benign",
        severityReason: isHarmful
          ? `The steps are ${formatFigure(1 / usual)} times smaller than the learning rate says, and the loss stands at ${formatFigure(loss.level)}`
          : "The clipping threshold now sets the step size; the loss does not suffer from it",
      };
    });
  }
  return { observe, end: () => keeper.close(), episodes: () => keeper.episodes };
}
