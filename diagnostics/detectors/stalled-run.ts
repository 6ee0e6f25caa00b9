/**
 * Stalled run: the run goes on at a small part of its speed.
 *
 * Measures: the time of a step, against its own past.
 * Formula: time > 10 times the median of the 100 points before, for 5 points in a row.
 * Source: our own; a data loader that waits, a device that throttles or is shared show so.
 * Misleads: evaluation and checkpoints make single steps long, which five in a row are not. Of a process that writes nothing
 * any more only a clock can tell: `server/monitor/stall-watch.ts` does while the run is recorded.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = { ratio: 10, holdPoints: 5, windowPoints: 100, minPoints: 20, closeSteps: 50 };

export function createStalledRun(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("stalled_run", {
    holdSteps: 0,
    holdPoints: thresholds.holdPoints,
    closeSteps: thresholds.closeSteps,
  });
  const window = new MedianWindow(thresholds.windowPoints);
  function observe({ series, step, value }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    const usual = window.median();
    if (window.size < thresholds.minPoints || value <= thresholds.ratio * usual) {
      window.push(value);
      return keeper.pass(step);
    }
    return keeper.see(step, series, () => ({
      test: "slow",
      value,
      weight: value / usual,
      sentence: `a step takes ${formatFigure(value / usual)} times as long as usual at step ${formatStep(step)} (threshold ${thresholds.ratio})`,
      values: { stepTime: value, usual },
      severity: "warning",
      severityReason: "Training is no worse for it, only later",
    }));
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: () =>
      window.size < thresholds.minPoints ? undefined : { high: thresholds.ratio * window.median() },
  };
}
