/**
 * Vanishing gradient: what reaches a network, or its first layers, is too small to learn from.
 *
 * Measures: the norm of the network and of each layer, against the run's own past and against the strongest
 * layer; and the loss, because a norm that falls since the loss has converged is no fault.
 * Formula: zero      exactly 0 on 5 points in a row;
 *          collapse  median of the last points < 1/100 of the level the series held before;
 *          depth     median norm of the weakest layer < 1/100 of the strongest one's (two decades lost on the way down; three
 *                    while the loss is younger than 100 points);
 *          level     a network of an adversarial pair below 2e-3, or any below 1e-7, at its start and now;
 *          each for at least `minSteps`, and while the loss is not converged and has not been gaining.
 * Source: 122 public logs (a fall of the norm alone proves nothing: clean runs end at .01-2.7 of their start);
 * Bengio 1994, Pascanu 2013 for the cause; AUTOTRAINER's first/last ratio of 1e-3 and SageMaker's 1e-7
 * for the scale of the thresholds; the condition on the loss is our own.
 * Misleads: a layer frozen by design (exactly zero from the start) is left out of the profile; a
 * discriminator that has won has a small gradient because it has nothing left to learn, which is another fault.
 */
import type { DetectedEpisode } from "../../db/contract/episode";
import { formatFigure } from "../format-figure";
import type { GradientReading } from "./reading";
import { createVanishingTests, type VanishingFinding } from "./vanishing-tests";
import { defaults, type VanishingThresholds } from "./vanishing-thresholds";

export type { VanishingThresholds } from "./vanishing-thresholds";

export function createVanishingDetector(overrides: Partial<VanishingThresholds> = {}) {
  const thresholds = { ...defaults, ...overrides };
  const tests = createVanishingTests(thresholds);
  const all: DetectedEpisode[] = [];
  let open: DetectedEpisode | undefined;
  let suspectSince = -1;
  let suspectPoints = 0;
  /** Points since an open episode was last seen. */
  let quietPoints = 0;

  function observe(reading: GradientReading): DetectedEpisode[] {
    const { norm, step } = reading;
    if (!Number.isFinite(norm)) return [];
    const finding = tests.test(reading);
    if (!finding || isExcused(reading, finding)) {
      suspectSince = -1;
      suspectPoints = 0;
      quietPoints++;
      const isOver =
        open && step - open.endStep >= thresholds.minSteps && quietPoints >= thresholds.minPoints;
      return open && isOver ? close(open) : [];
    }
    if (suspectSince < 0) suspectSince = step;
    suspectPoints++;
    if (!open) {
      if (step - suspectSince < thresholds.minSteps || suspectPoints < thresholds.minPoints) return [];
      open = begin(reading, finding);
      all.push(open);
    }
    quietPoints = 0;
    open.endStep = step;
    open.evidence.window.lastStep = step;
    if (finding.value < open.peakValue) {
      open.peakValue = finding.value;
      open.peakStep = step;
    }
    open.severityReason = reasonOf(reading);
    return [open];
  }

  /** Whether the loss, or the samples, say that the small gradient is no fault. */
  function isExcused(reading: GradientReading, finding: VanishingFinding): boolean {
    const { loss, adversarial, network, signals } = reading;
    if (adversarial) {
      if (finding.test === "zero") return false;
      if ((signals.sampleQuality ?? 0) > thresholds.goodSamples) return true;
      const hasWon = loss.initial > 0 && loss.level < thresholds.convergedShare * loss.initial;
      return network !== "generator" && hasWon;
    }
    // Without a loss only the profile can be trusted: a small norm may be all there is left to learn.
    if (loss.count === 0) return finding.test !== "depth";
    const learned = Math.max(loss.initial - loss.lowest, Number.MIN_VALUE);
    const hasLearned = loss.learnedShare > thresholds.learnedShare;
    if (hasLearned && (loss.level - loss.lowest) / learned > thresholds.lostShare) return false;
    if (loss.level < thresholds.convergedShare * loss.initial) return true;
    if (finding.test === "collapse" && hasLearned) return true;
    // A loss that falls on beside exact zeros: the metric is missing, not the gradient.
    if (finding.lossBefore !== undefined) {
      const enough = Math.max(thresholds.fallenShare * Math.abs(finding.lossBefore), loss.before.sigma);
      return finding.lossBefore - loss.level > enough;
    }
    const gain = loss.gainOver(Math.min(thresholds.gainPoints, loss.count / 2));
    if (loss.count < 2 * thresholds.leastGainPoints) return true;
    return Number.isNaN(gain) || gain > thresholds.gainShare;
  }

  /** A gradient that has vanished for long is always critical: nothing will be learned until it is back. */
  function reasonOf({ loss, adversarial, signals }: GradientReading): string {
    if (!adversarial)
      return `The loss stands at ${formatFigure(loss.level)} (untrained ${formatFigure(loss.initial)}, best ${formatFigure(loss.lowest)}) and is not falling`;
    const samples =
      signals.sampleQuality === undefined
        ? ""
        : `, and ${formatFigure(signals.sampleQuality)} of the samples look real (${thresholds.goodSamples} would be good)`;
    return `What one network should learn from the other hardly arrives${samples}`;
  }

  function begin({ step }: GradientReading, finding: VanishingFinding): DetectedEpisode {
    const { test, series, value, reference, sentence } = finding;
    return {
      kind: "vanishing_gradient",
      series,
      startStep: suspectSince,
      endStep: step,
      alarmStep: step,
      peakStep: step,
      peakValue: value,
      severity: "critical",
      severityReason: "",
      state: "open",
      evidence: {
        test,
        sentence,
        values: { level: value, reference, ratio: value / reference },
        window: { firstStep: suspectSince, lastStep: step },
      },
    };
  }

  function close(episode: DetectedEpisode): DetectedEpisode[] {
    episode.state = "closed";
    open = undefined;
    return [episode];
  }

  return {
    observe,
    end: (): DetectedEpisode[] => (open ? close(open) : []),
    episodes: (): readonly DetectedEpisode[] => all,
    limit: tests.limit,
    save: () => ({
      tests: tests.save(),
      open: structuredClone(open) ?? null,
      suspectSince,
      suspectPoints,
      quietPoints,
    }),
    restore(saved: {
      tests: Parameters<typeof tests.restore>[0];
      open: DetectedEpisode | null;
      suspectSince: number;
      suspectPoints: number;
      /** Absent in what older versions saved. */
      quietPoints?: number;
    }): void {
      tests.restore(saved.tests);
      ({ suspectSince, suspectPoints, quietPoints = 0 } = saved);
      open = structuredClone(saved.open) ?? undefined;
      all.splice(0, all.length, ...(open ? [open] : []));
    },
  };
}
