/**
 * Penalty dominance: a penalty is so large that training serves it, and not the task.
 *
 * Measures: the penalty's value, its coefficient included, against the rest of the network's loss.
 * Formula: |penalty| > 10 |loss - penalty|, both medians of 9 points, for 100 steps and 20 points.
 * Source: our own; WGAN-GP's authors keep the penalty at a tenth of the critic's loss once it has settled (Gulrajani 2017).
 * Misleads: the loss of a critic near its optimum is close to zero, so that any penalty is large beside it: a pair is judged
 * against a loss of at least .1. In the first steps a penalty settles first, as it should.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  ratio: 10,
  /** Smaller losses of a pair say that the two are close, not that nothing is left of the task. */
  pairFloor: 0.1,
  holdSteps: 100,
  holdPoints: 20,
  closeSteps: 50,
};

export function createPenaltyDominance(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("penalty_dominance", thresholds);
  const penalties = new MedianWindow(9);
  function observe({ series, step, value, network: { loss, adversarial } }: PointReading) {
    if (!Number.isFinite(value) || loss.count === 0) return noEpisodes;
    penalties.push(value);
    const penalty = Math.abs(penalties.median());
    const task = Math.max(
      Math.abs(loss.shortLevel - penalties.median()),
      adversarial ? thresholds.pairFloor : 0,
    );
    if (!penalties.isFull || penalty <= thresholds.ratio * task) return keeper.pass(step);
    return keeper.see(step, series, () => ({
      test: "share",
      value: penalty,
      weight: penalty / task,
      sentence: `penalty ${formatFigure(penalty)} around step ${formatStep(step)}, ${formatFigure(penalty / task)} times the ${formatFigure(task)} that is left of the loss (threshold ${thresholds.ratio})`,
      values: { penalty, task, ratio: penalty / task },
      severity: "warning",
      severityReason:
        "Nearly all of the gradient serves the penalty; a smaller coefficient would leave some for the task",
    }));
  }
  return { observe, end: () => keeper.close(), episodes: () => keeper.episodes };
}
