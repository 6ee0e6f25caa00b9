import type { DetectedEpisode } from "../../db/contract/episode";
import { formatFigure, formatStep } from "../../diagnostics/format-figure";

/**
 * A run that writes nothing for many times as long as it usually takes between two writes. No series can tell that and no
 * replay finds it again: detectors have no clock. Its program may live on, its heart beat, and its loop hang.
 */
const defaults = {
  /** Times between writes that are remembered, and the fewest by which silence is judged. */
  gaps: 20,
  fewestGaps: 5,
  /** Silence is odd from so many times the median on, ... */
  medianRatio: 20,
  /** ... and so many times the longest: evaluation and checkpoints come now and then. */
  longestRatio: 3,
  /** Shorter silence is a busy machine. */
  leastMs: 60_000,
};

/** The last point that a run wrote. */
export interface LastPoint {
  series: string;
  step: number;
}

export interface StallWatch {
  /** Points came, and all are read. Returns the stall that this ends. */
  heard(last: LastPoint): DetectedEpisode | undefined;
  /** More points wait to be read: how fast they are read says nothing of how fast they were written. */
  catchUp(): void;
  /** Nothing came since. Returns the stall that begins here. */
  look(last: LastPoint): DetectedEpisode | undefined;
  /** The run has ended or pauses. Returns the stall that this ends. */
  rest(): DetectedEpisode | undefined;
}

/** `passed`: milliseconds on a clock that nobody sets. `open`: a stall that was told before a restart. */
export function watchForStall(passed: () => number, open?: DetectedEpisode): StallWatch {
  const gaps: number[] = [];
  let current = open;
  let heardAt: number | undefined;

  function close(): DetectedEpisode | undefined {
    if (!current) return undefined;
    const closed: DetectedEpisode = { ...current, state: "closed" };
    current = undefined;
    return closed;
  }

  return {
    heard({ step }) {
      const now = passed();
      // The silence itself is no usual gap.
      if (heardAt !== undefined && !current) {
        gaps.push(now - heardAt);
        if (gaps.length > defaults.gaps) gaps.shift();
      }
      heardAt = now;
      // After a restart the points from before the stall are read again.
      return current && step > current.startStep ? close() : undefined;
    },
    catchUp() {
      heardAt = undefined;
    },
    look({ series, step }) {
      if (current || heardAt === undefined || gaps.length < defaults.fewestGaps) return undefined;
      const silentMs = passed() - heardAt;
      if (silentMs < defaults.leastMs) return undefined;
      const sorted = [...gaps].sort((a, b) => a - b);
      const usualMs = sorted[sorted.length >> 1] as number;
      const longestMs = sorted.at(-1) as number;
      if (silentMs < Math.max(defaults.medianRatio * usualMs, defaults.longestRatio * longestMs))
        return undefined;
      const seconds = (ms: number) => `${formatFigure(ms / 1000)} s`;
      current = {
        kind: "stalled_run",
        series,
        startStep: step,
        endStep: step,
        alarmStep: step,
        peakStep: step,
        peakValue: silentMs / 1000,
        severity: "warning",
        severityReason: "Nothing is lost so far; whether its program hangs, its log and its machine tell",
        state: "open",
        evidence: {
          test: "silent",
          sentence: `nothing was written for ${seconds(silentMs)} after step ${formatStep(step)}; usually something comes within ${seconds(usualMs)}, at the longest within ${seconds(longestMs)}`,
          values: { silentSeconds: silentMs / 1000, usualSeconds: usualMs / 1000 },
          window: { firstStep: step, lastStep: step },
        },
      };
      return current;
    },
    rest() {
      heardAt = undefined;
      return close();
    },
  };
}

/** Whether an episode was told by a clock, so that no replay meets it again. */
export const isStall = ({ evidence }: Pick<DetectedEpisode, "evidence">): boolean =>
  evidence.test === "silent";
