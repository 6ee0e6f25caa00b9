/**
 * Non-finite values: NaN or infinity in a loss or a gradient norm.
 *
 * Measures: whether a logged loss or norm is finite, in any network of the run. Values less than
 * `mergeSteps` apart are one episode, named after the series that broke first.
 * Formula: none; a value is non-finite or it is not. What takes judgement is the severity.
 * Source: 122 public logs that we read (docs/detectors.md): mixed-precision training overflows for a step, skips it and
 * lowers its loss scale, which is how it is meant to work; a non-finite loss is never meant.
 * Misleads: a norm that a logger fills with NaN when it skips a step looks like an overflow; it stays
 * benign as long as the loss is finite and the norm comes back.
 */
import type { DetectedEpisode } from "../../db/contract/episode";
import { formatFigure, formatStep } from "../format-figure";
import { noEpisodes } from "./episode-keeper";

export const defaults = {
  /** Values closer than this are one event: loss scaling may overflow again while it searches its scale. */
  mergeSteps: 50,
  /** A loss scaler halves its scale at each overflow; 16 halvings in a row leave no scale to halve. */
  sustainedPoints: 16,
};
export type NonFiniteThresholds = typeof defaults;

export interface WatchedValue {
  series: string;
  value: number;
  isLoss: boolean;
}

export function createNonFiniteDetector(overrides: Partial<NonFiniteThresholds> = {}) {
  const thresholds = { ...defaults, ...overrides };
  const all: DetectedEpisode[] = [];
  let open: DetectedEpisode | undefined;
  let runLength = 0;

  /** `watched`: how many losses and norms the step brought; `broken`: those that are not finite. */
  function observe(
    step: number,
    { watched, broken }: { watched: number; broken: readonly WatchedValue[] },
  ): readonly DetectedEpisode[] {
    const first = broken.find(({ isLoss }) => isLoss) ?? broken[0];
    if (!first) {
      if (watched > 0) runLength = 0;
      if (!open || step - open.endStep <= thresholds.mergeSteps) return noEpisodes;
      open.state = "closed";
      const closed = open;
      open = undefined;
      return [closed];
    }
    runLength++;
    if (!open) {
      open = {
        kind: "non_finite",
        series: first.series,
        startStep: step,
        endStep: step,
        alarmStep: step,
        peakStep: step,
        peakValue: first.value,
        severity: "benign",
        severityReason:
          "The loss is finite: an overflow that mixed precision skips looks like this; it turns critical if it lasts",
        state: "open",
        evidence: {
          test: "non-finite",
          sentence: "",
          values: { points: 0, lossNonFinite: 0 },
          window: { firstStep: step, lastStep: step },
        },
      };
      all.push(open);
    }
    open.endStep = step;
    const { evidence } = open;
    evidence.window.lastStep = step;
    evidence.values.points = (evidence.values.points ?? 0) + 1;
    if (first.isLoss && open.evidence.values.lossNonFinite === 0) {
      evidence.values.lossNonFinite = 1;
      open.severity = "critical";
      open.severityReason = `${first.series} is ${formatFigure(first.value)} at step ${formatStep(step)}: every update from here on trains on nothing`;
    } else if (open.severity !== "critical" && runLength >= thresholds.sustainedPoints) {
      open.severity = "critical";
      open.severityReason = `${runLength} non-finite values in a row (limit ${thresholds.sustainedPoints}): no overflow that skipping a step repairs`;
    }
    evidence.sentence = describe(open, evidence.values.points);
    return [open];
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
    save: () => ({ open: structuredClone(open) ?? null, runLength }),
    restore(saved: { open: DetectedEpisode | null; runLength: number }): void {
      runLength = saved.runLength;
      open = structuredClone(saved.open) ?? undefined;
      all.splice(0, all.length, ...(open ? [open] : []));
    },
  };
}

function describe(episode: DetectedEpisode, points: number): string {
  const first = `${episode.series} ${formatFigure(episode.peakValue)} at step ${formatStep(episode.startStep)}`;
  if (points === 1) return first;
  return `${first}; ${points} steps with non-finite values up to step ${formatStep(episode.endStep)}`;
}
