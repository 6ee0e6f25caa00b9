/**
 * Loss spike: single points far above the loss's own scatter, after which it comes back.
 *
 * Measures: the latest loss against the median and scatter of the 100 points before it.
 * Formula: z = (loss - median) / sigma > 8, sigma = 1.4826 MAD, at least 2% of the level or of what was learned.
 * Source: OLMo 2's spike score counts points 7 sigma from the mean of the last 1,000; a MAD is tighter than a standard
 * deviation that the spikes themselves widen, hence 8.
 * A spike inside an exploding gradient is part of that, and not told twice.
 * Misleads: a change of the data or of the schedule raises the loss for good: it is told as a new level. A spike that the
 * run takes in its stride is benign; what it leaves behind is loss divergence or plateau.
 */
import { formatFigure, formatStep } from "../format-figure";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Robust standard deviations; heavy-tailed losses of small batches reach 6. */
  sigmas: 8,
  /** Points before a scatter is known. */
  minPoints: 30,
  /** Closer spikes are one. */
  closeSteps: 50,
};

export function createLossSpike(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("loss_spike", {
    holdSteps: 0,
    holdPoints: 1,
    closeSteps: thresholds.closeSteps,
  });
  function observe({ series, step, value, network: { loss, adversarial, isSpiking } }: PointReading) {
    if (adversarial || isSpiking || !Number.isFinite(value)) return noEpisodes;
    if (loss.count < thresholds.minPoints || !loss.isSurprising(thresholds.sigmas)) return keeper.pass(step);
    const { median } = loss.before;
    const z = loss.surprise;
    return keeper.see(step, series, () => ({
      test: "jump",
      value,
      weight: z,
      sentence: `loss ${formatFigure(value)} at step ${formatStep(step)}, ${formatFigure(z)} robust standard deviations above its median ${formatFigure(median)} (threshold ${thresholds.sigmas})`,
      values: { loss: value, median, sigma: loss.before.sigma, z },
      severity: "benign",
      severityReason: "A spike alone does no harm; were it to stay, that would be a divergence or a plateau",
    }));
  }
  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: ({ network: { loss, adversarial } }) =>
      adversarial || loss.count < thresholds.minPoints
        ? undefined
        : { high: loss.before.median + thresholds.sigmas * loss.before.sigma },
  };
}
