/**
 * Mode collapse: the generator makes good samples of a few kinds only.
 *
 * Measures: the share of modes covered, the share of samples that look real, and the samples' diversity, where scored
 * (medians of 3 scores).
 * Formula: few   coverage <= .5 for 300 steps in which at least two scores found 30% of the samples real, the first 100
 *                steps left out;
 *          lost  coverage <= half of its best, which was at least .6, for 200 steps;
 *          alike mean distance of samples < 1/5 of its best, for 200 steps.
 * Source: PacGAN (Lin 2018) and VEEGAN (Srivastava 2017) for modes and quality; the times are our own.
 * Misleads: a pair that is still learning covers few modes too, but its samples are not good yet; an untrained generator's
 * blob may lie on a mode.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { PairTrack } from "../pair-track";
import { EpisodeKeeper, noEpisodes, type Sighting } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  fewModes: 0.5,
  goodSamples: 0.3,
  /** One good score may be luck. */
  goodScores: 2,
  /** Steps from the first score on that the untrained generator's own place is told by. */
  untrainedSteps: 100,
  fewSteps: 300,
  hadCovered: 0.6,
  lostShare: 0.5,
  lostSteps: 200,
  alikeRatio: 0.2,
  closeSteps: 100,
};

export function createModeCollapse(thresholds: typeof defaults): PointDetector {
  const { closeSteps, fewSteps, lostSteps } = thresholds;
  const few = new EpisodeKeeper("mode_collapse", { holdSteps: fewSteps, holdPoints: 3, closeSteps });
  const lost = new EpisodeKeeper("mode_collapse", { holdSteps: lostSteps, holdPoints: 3, closeSteps });
  let firstStep = -1;
  let goodScores = 0;
  let bestDiversity = 0;

  function observe({ series, step, value, role, pair }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    if (firstStep < 0) firstStep = step;
    if (role.role === "sample-quality") {
      if (value >= thresholds.goodSamples && step - firstStep >= thresholds.untrainedSteps) goodScores++;
      return noEpisodes;
    }
    if (role.role === "sample-diversity") return judgeDiversity(series, step, value);
    return judgeCoverage(series, step, pair);
  }

  function judgeCoverage(series: string, step: number, pair: PairTrack) {
    const coverage = pair.coverage.median();
    const hasLost =
      pair.bestCoverage >= thresholds.hadCovered && coverage <= thresholds.lostShare * pair.bestCoverage;
    if (hasLost) return lost.see(step, series, () => describe("lost", pair, step));
    const closed = lost.pass(step);
    if (closed.length > 0) return closed;
    if (coverage > thresholds.fewModes) {
      goodScores = 0;
      return few.pass(step);
    }
    // Suspected from the first score on, and told once samples are good.
    const isGood = goodScores >= thresholds.goodScores;
    if (!isGood && few.isOpen) return noEpisodes;
    return isGood ? few.see(step, series, () => describe("few", pair, step)) : few.wait(step);
  }

  function judgeDiversity(series: string, step: number, value: number) {
    bestDiversity = Math.max(bestDiversity, value);
    if (value >= thresholds.alikeRatio * bestDiversity) return lost.pass(step);
    return lost.see(step, series, () => ({
      test: "alike",
      value,
      weight: -value,
      sentence: `samples are ${formatFigure(value)} apart at step ${formatStep(step)}, ${formatFigure(value / bestDiversity)} of the ${formatFigure(bestDiversity)} they had been (threshold ${thresholds.alikeRatio})`,
      values: { diversity: value, best: bestDiversity },
      severity: "critical",
      severityReason: "The generator makes nearly one sample whatever its noise",
    }));
  }

  function describe(test: "few" | "lost", pair: PairTrack, step: number): Sighting {
    const coverage = pair.coverage.median();
    const quality = pair.quality.median();
    const was = test === "lost" ? `; it had been ${formatFigure(100 * pair.bestCoverage)}%` : "";
    return {
      test,
      value: coverage,
      weight: -coverage,
      sentence: `${formatFigure(100 * coverage)}% of the modes covered around step ${formatStep(step)}${was}, with ${formatFigure(100 * quality)}% of the samples real`,
      values: { coverage, quality, best: pair.bestCoverage },
      severity: "critical",
      severityReason:
        test === "lost"
          ? "Modes that had been learned are gone"
          : "Once samples were good, they were of a few kinds only",
    };
  }

  return {
    observe,
    end: () => [...few.close(), ...lost.close()],
    episodes: () => [...few.episodes, ...lost.episodes],
    limit: ({ role, pair }) => {
      if (role.role === "sample-diversity") return { low: thresholds.alikeRatio * bestDiversity };
      if (role.role !== "mode-coverage") return undefined;
      const hadModes = pair.bestCoverage >= thresholds.hadCovered;
      return { low: Math.max(thresholds.fewModes, hadModes ? thresholds.lostShare * pair.bestCoverage : 0) };
    },
  };
}
