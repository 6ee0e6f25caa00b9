/**
 * The outset test: a run, or a stretch of one, that diverges before it has a past to be compared with. Norm and loss together
 * must have left their first point: n_t > 5 n_0 and l_t > 2 l_0, within the first 20 points. A stretch begins after a gap of many
 * log intervals: logs joined from excerpts, or resumed far off. One that begins midway, many intervals from step 0, is of a run
 * that had learned: n_t > 2.5 n_0 and l_t > 1.4 l_0 do, where the loss has risen at three points in a row. Ours;
 * docs/detectors.md says what it rests on.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { ExplodingFinding } from "./exploding-finding";
import type { ExplodingThresholds } from "./exploding-thresholds";
import type { GradientReading } from "./reading";

interface OutsetMemory {
  points: number;
  lastStep: number;
  interval: number;
  first: { step: number; norm: number; loss: number; sigma: number };
  /** The loss of the point before, and at how many points in a row it has risen. */
  lastLoss: number;
  rises: number;
}

const noMemory = (): OutsetMemory => ({
  points: 0,
  lastStep: -1,
  interval: Number.NaN,
  first: { step: Number.NaN, norm: Number.NaN, loss: Number.NaN, sigma: Number.NaN },
  lastLoss: Number.NaN,
  rises: 0,
});

export function createOutsetTest(thresholds: ExplodingThresholds) {
  let memory = noMemory();

  /** Whether a step lies so far from the last one that another stretch begins; asked once a step. */
  function begins(step: number): boolean {
    const { lastStep, interval } = memory;
    const gap = step - lastStep;
    const isNew = lastStep >= 0 && gap > thresholds.gapIntervals * interval;
    if (isNew) memory.points = 0;
    memory.interval = lastStep < 0 ? Number.NaN : gap;
    memory.lastStep = step;
    return isNew;
  }

  function test({ series, step, norm, loss, adversarial, hasReward, clipCoefficient }: GradientReading) {
    if (adversarial || hasReward || memory.points >= thresholds.jumpMinPoints || loss.latestStep !== step)
      return undefined;
    if (memory.points++ === 0)
      memory.first = { step, norm, loss: loss.latest, sigma: 0.1 * Math.abs(loss.latest) };
    memory.rises = memory.points > 1 && loss.latest > memory.lastLoss ? memory.rises + 1 : 0;
    memory.lastLoss = loss.latest;
    const { first } = memory;
    const ratio = norm / first.norm;
    const lossRatio = loss.latest / first.loss;
    const limits = isClimbingMidway()
      ? { norm: thresholds.midwayRatio, loss: thresholds.midwayLoss }
      : { norm: thresholds.outsetRatio, loss: thresholds.outsetLoss };
    if (!(first.loss > 0 && ratio > limits.norm && lossRatio > limits.loss)) return undefined;
    const finding: ExplodingFinding = {
      test: "outset",
      startStep: step,
      peakStep: step,
      peakValue: norm,
      level: Math.log(first.norm),
      sigma: thresholds.sigmaFloor,
      lossBefore: { median: first.loss, sigma: first.sigma },
      lossMoved: true,
      clipCoefficient,
      sentence: `${series} ${formatFigure(norm)} at step ${formatStep(step)}, ${formatFigure(ratio)} times its first value ${formatFigure(first.norm)} (threshold ${limits.norm}), and the loss ${formatFigure(loss.latest)}, ${formatFigure(lossRatio)} times its first ${formatFigure(first.loss)} (threshold ${limits.loss})`,
      values: { norm, first: first.norm, ratio, loss: loss.latest, firstLoss: first.loss, lossRatio },
    };
    return finding;
  }

  const isClimbingMidway = (): boolean =>
    memory.first.step > thresholds.gapIntervals * memory.interval && memory.rises >= thresholds.midwayRises;

  return {
    begins,
    test,
    save: () => structuredClone(memory),
    /** Absent in what older versions saved. */
    restore(saved: OutsetMemory | undefined): void {
      memory = saved ? structuredClone(saved) : { ...noMemory(), points: thresholds.jumpMinPoints };
    },
  };
}
