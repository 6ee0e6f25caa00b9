/**
 * Vanishing gradient: what reaches a network, or its first layers, is too small to learn from.
 *
 * Measures: the norm of the network and of each layer, against the run's own past and against the strongest
 * layer; and the loss, because a norm that falls since the loss has converged is no fault.
 * Formula: collapse  median of the last points < 1/100 of the level the series held before;
 *          depth     median norm of the weakest layer < 1/100 of the strongest one's (two decades lost on the way down);
 *          level     a network of an adversarial pair below 2e-3, or any below 1e-7, since its first step;
 *          each for at least `minSteps`, and while the loss is not converged and has not been gaining.
 * Source: SCIENCE section 3 (a fall of the norm alone proves nothing: clean runs end at .01-2.7 of their
 * start); Bengio 1994, Pascanu 2013 for the cause; AUTOTRAINER's first/last ratio of 1e-3 and SageMaker's 1e-7
 * for the scale of the thresholds; the condition on the loss is our own.
 * Misleads: a layer frozen by design (exactly zero from the start) is left out of the profile; a
 * discriminator that has won has a small gradient because it has nothing left to learn, which is another fault.
 */
import type { DetectedEpisode, Severity } from "../../db/contract/episode";
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import type { GradientReading } from "./reading";

const defaults = {
  /** Points whose median is the level now; a level must hold, not touch. */
  levelPoints: 9,
  /** Points at the start whose median is the level the run began with. */
  firstPoints: 9,
  /** Clean runs end at .01-2.7 of their start. */
  collapseRatio: 0.01,
  /** Clean profiles span up to a factor of 50 between their layers. */
  depthRatio: 0.01,
  /** Absolute levels speak only for a run that began below them. Healthy pairs begin at .02-.6 (their losses are
   * of order 1); weight clipping at .01 leaves 3e-4 to 1.5e-3. */
  adversarialLevel: 2e-3,
  absoluteLevel: 1e-7,
  /** Shorter than this is a dip: early phases of adversarial runs pass through such. */
  minSteps: 50,
  /** Points over which the loss is asked whether it gains ... */
  gainPoints: 100,
  /** ... and the share of its level that counts as gaining. */
  gainShare: 0.05,
  /** Converged: the loss has fallen to this share of the untrained loss; a small gradient is then right. */
  convergedShare: 0.1,
  /** Worse: this share of what was learned has been lost again. */
  lostShare: 0.3,
  /** Samples that look real to this share need no more gradient. */
  goodSamples: 0.5,
  /** The level is back when it is this many times above the threshold. */
  backFactor: 3,
};
export type VanishingThresholds = typeof defaults;

interface Finding {
  test: "collapse" | "depth" | "level";
  value: number;
  reference: number;
  series: string;
  sentence: string;
}

/** Recent and first level of one series of norms. */
interface LevelTrack {
  recent: MedianWindow;
  first: MedianWindow;
  /** A long window, and the highest level it has shown. */
  long: MedianWindow;
  highest: number;
  everPositive: boolean;
}

export function createVanishingDetector(overrides: Partial<VanishingThresholds> = {}) {
  const thresholds = { ...defaults, ...overrides };
  const all: DetectedEpisode[] = [];
  const layers = new Map<string, LevelTrack>();
  const network = newTrack();
  let open: DetectedEpisode | undefined;
  let suspectSince = -1;
  let suspectPoints = 0;

  function newTrack(): LevelTrack {
    return {
      recent: new MedianWindow(thresholds.levelPoints),
      first: new MedianWindow(thresholds.firstPoints),
      long: new MedianWindow(201),
      highest: 0,
      everPositive: false,
    };
  }

  function track(state: LevelTrack, norm: number): void {
    state.recent.push(norm);
    if (!state.first.isFull) state.first.push(norm);
    if (norm > 0) state.everPositive = true;
    state.long.push(norm);
    if (state.long.size >= thresholds.levelPoints)
      state.highest = Math.max(state.highest, state.long.median());
  }

  function observe(reading: GradientReading): DetectedEpisode[] {
    const { norm, step } = reading;
    if (!Number.isFinite(norm)) return [];
    track(network, norm);
    if (reading.layers)
      for (const [layer, value] of reading.layers) {
        if (!Number.isFinite(value)) continue;
        let state = layers.get(layer);
        if (!state) {
          state = newTrack();
          layers.set(layer, state);
        }
        track(state, value);
      }
    const finding = find(reading);
    if (!finding || isExcused(reading, finding)) {
      suspectSince = -1;
      suspectPoints = 0;
      return close(step);
    }
    if (suspectSince < 0) suspectSince = step;
    suspectPoints++;
    if (!open) {
      if (step - suspectSince < thresholds.minSteps || suspectPoints < thresholds.levelPoints) return [];
      open = begin(reading, finding);
      all.push(open);
    }
    open.endStep = step;
    open.evidence.window.lastStep = step;
    if (finding.value < open.peakValue) {
      open.peakValue = finding.value;
      open.peakStep = step;
    }
    [open.severity, open.severityReason] = severityOf(reading);
    return [open];
  }

  function find(reading: GradientReading): Finding | undefined {
    const { series, step, network: name, adversarial } = reading;
    if (network.recent.size < 3) return undefined;
    const level = network.recent.median();
    const usual = Math.min(network.first.median(), network.highest);
    if (level < thresholds.collapseRatio * usual)
      return {
        test: "collapse",
        value: level,
        reference: usual,
        series,
        sentence: `norm ${formatFigure(level)} around step ${formatStep(step)}, ${formatFigure(level / usual)} of its usual ${formatFigure(usual)} (threshold ${thresholds.collapseRatio})`,
      };
    const floor = adversarial ? thresholds.adversarialLevel : thresholds.absoluteLevel;
    if (level < floor && network.first.median() < floor)
      return {
        test: "level",
        value: level,
        reference: floor,
        series,
        sentence: `norm ${formatFigure(level)} around step ${formatStep(step)}, below ${formatFigure(floor)} since its first step`,
      };
    const prefix = name === "" ? "gradient_norm" : `gradient_norm/${name}`;
    let weakest: [string, number] | undefined;
    let strongest = 0;
    for (const [layer, state] of layers) {
      if (!state.everPositive || state.recent.size < 3) continue;
      const layerLevel = state.recent.median();
      strongest = Math.max(strongest, layerLevel);
      if (!weakest || layerLevel < weakest[1]) weakest = [layer, layerLevel];
    }
    if (weakest && weakest[1] < thresholds.depthRatio * strongest)
      return {
        test: "depth",
        value: weakest[1],
        reference: strongest,
        series: `${prefix}/${weakest[0]}`,
        sentence: `${weakest[0]} receives ${formatFigure(weakest[1])} around step ${formatStep(step)}, ${formatFigure(weakest[1] / strongest)} of the strongest layer's ${formatFigure(strongest)} (threshold ${thresholds.depthRatio})`,
      };
    return undefined;
  }

  /** Whether the loss (or the samples) say that the small gradient is no fault. */
  function isExcused(reading: GradientReading, finding: Finding): boolean {
    const { loss, adversarial, network: name, signals } = reading;
    if (adversarial) {
      if ((signals.sampleQuality ?? 0) > thresholds.goodSamples) return true;
      return (
        name !== "generator" && loss.initial > 0 && loss.level < thresholds.convergedShare * loss.initial
      );
    }
    if (loss.count === 0) return finding.test !== "depth";
    const lost = (loss.level - loss.lowest) / Math.max(loss.initial - loss.lowest, Number.MIN_VALUE);
    const hasLearned = loss.learnedShare > 0.1;
    if (hasLearned && lost > thresholds.lostShare) return false;
    if (loss.level < thresholds.convergedShare * loss.initial) return true;
    if (finding.test === "collapse" && hasLearned) return true;
    const gain = loss.gainOver(thresholds.gainPoints);
    return Number.isNaN(gain) || gain > thresholds.gainShare;
  }

  function severityOf({ loss, adversarial }: GradientReading): [Severity, string] {
    if (adversarial)
      return ["critical", "What the pair should learn from no longer arrives, and the samples are not good"];
    return [
      "critical",
      `The loss stands at ${formatFigure(loss.level)} (untrained ${formatFigure(loss.initial)}, best ${formatFigure(loss.lowest)}) and is not falling`,
    ];
  }

  function begin(reading: GradientReading, finding: Finding): DetectedEpisode {
    return {
      kind: "vanishing_gradient",
      series: finding.series,
      startStep: suspectSince,
      endStep: reading.step,
      alarmStep: reading.step,
      peakStep: reading.step,
      peakValue: finding.value,
      severity: "critical",
      severityReason: "",
      state: "open",
      evidence: {
        test: finding.test,
        sentence: finding.sentence,
        values: {
          level: finding.value,
          reference: finding.reference,
          ratio: finding.value / finding.reference,
        },
        window: { firstStep: suspectSince, lastStep: reading.step },
      },
    };
  }

  function close(step: number): DetectedEpisode[] {
    if (!open || step - open.endStep < thresholds.minSteps) return [];
    open.state = "closed";
    const closed = open;
    open = undefined;
    return [closed];
  }

  return {
    observe,
    end(): DetectedEpisode[] {
      if (!open) return [];
      open.state = "closed";
      const closed = open;
      open = undefined;
      return [closed];
    },
    episodes: (): readonly DetectedEpisode[] => all,
  };
}
