/**
 * The outset test: a run, or a stretch of one, that diverges before it has a past to be compared with. Norm and loss together
 * must have left their first point: n_t > 5 n_0 and l_t > 2 l_0, within the first 20 points. Ours; docs/detectors.md says what it
 * rests on. A stretch begins after a gap of many log intervals: logs joined from excerpts, or resumed far off.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { ExplodingFinding } from "./exploding-finding";
import type { ExplodingThresholds } from "./exploding-thresholds";
import type { GradientReading } from "./reading";

interface OutsetMemory {
  points: number;
  lastStep: number;
  interval: number;
  first: { norm: number; loss: number; sigma: number };
}

const noMemory = (): OutsetMemory => ({
  points: 0,
  lastStep: -1,
  interval: Number.NaN,
  first: { norm: Number.NaN, loss: Number.NaN, sigma: Number.NaN },
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
    if (memory.points++ === 0) memory.first = { norm, loss: loss.latest, sigma: 0.1 * Math.abs(loss.latest) };
    const { first } = memory;
    const ratio = norm / first.norm;
    const lossRatio = loss.latest / first.loss;
    if (!(first.loss > 0 && ratio > thresholds.outsetRatio && lossRatio > thresholds.outsetLoss))
      return undefined;
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
      sentence: `${series} ${formatFigure(norm)} at step ${formatStep(step)}, ${formatFigure(ratio)} times its first value ${formatFigure(first.norm)} (threshold ${thresholds.outsetRatio}), and the loss ${formatFigure(loss.latest)}, ${formatFigure(lossRatio)} times its first ${formatFigure(first.loss)} (threshold ${thresholds.outsetLoss})`,
      values: { norm, first: first.norm, ratio, loss: loss.latest, firstLoss: first.loss, lossRatio },
    };
    return finding;
  }

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
