/**
 * Dead units: units of a network that no longer receive a gradient, or never fire.
 *
 * Measures: the share of dead units of a network, the mean over its layers where those are logged.
 * Formula: share > .5 and share - (its level at the start) > .25, for 50 steps and 2 points.
 * Source: Lu 2019 (dying ReLU); AUTOTRAINER calls a layer dead at 70% zero gradients. A network may be built with many
 * units that rest on a batch, hence the comparison with its own start.
 * Misleads: sparse activations by design; a small batch leaves units at rest that others wake. A converged network's
 * units have no gradient left, so a loss that has converged excuses it.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Healthy networks of the labelled traces rest at up to .62, having begun at .46. */
  deadShare: 0.5,
  /** Healthy ones rise by at most .16 over a run. */
  risen: 0.25,
  holdSteps: 50,
  holdPoints: 2,
  /** Converged: the loss has fallen to this share of the untrained loss. */
  convergedShare: 0.05,
  closeSteps: 50,
};

export function createDeadUnits(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("dead_units", thresholds);
  const layers = new Map<string, number>();
  let firstShare = Number.NaN;
  let lastStep = -1;

  function observe({ series, step, value, network }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    layers.set(series, value);
    // All layers of a step arrive before it is judged, so that its first look sees them all but for this map.
    if (step === lastStep && layers.size > 1) return noEpisodes;
    lastStep = step;
    let share = 0;
    for (const one of layers.values()) share += one / layers.size;
    if (Number.isNaN(firstShare)) firstShare = share;
    const { loss } = network;
    const hasConverged = loss.count > 0 && loss.level < thresholds.convergedShare * loss.initial;
    if (share < thresholds.deadShare || share - firstShare < thresholds.risen || hasConverged)
      return keeper.pass(step);
    return keeper.see(step, series, () => ({
      test: "share",
      value: share,
      weight: share,
      sentence: `${formatFigure(100 * share)}% of the units are dead at step ${formatStep(step)}, ${formatFigure(100 * firstShare)}% at the start (threshold ${formatFigure(100 * thresholds.deadShare)}%)`,
      values: { share, firstShare, layers: layers.size },
      severity: "critical",
      severityReason:
        "A unit without a gradient does not come back by itself, and what it had learned is lost",
    }));
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: () => ({
      high: Math.max(thresholds.deadShare, thresholds.risen + (Number.isNaN(firstShare) ? 0 : firstShare)),
    }),
  };
}
