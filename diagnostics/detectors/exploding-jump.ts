/**
 * The jump test: one point far above the run's recent past.
 * A clear jump fires at once. Two kinds wait a few points for the loss: a weaker one, until the loss leaves
 * its scatter; and a clear one that came while the loss was falling, until the loss has lost that gain again.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import type { ExplodingFinding } from "./exploding-finding";
import type { ExplodingThresholds } from "./exploding-thresholds";
import type { GradientReading } from "./reading";

interface Candidate {
  finding: ExplodingFinding;
  waitsFor: "loss" | "end of learning";
  age: number;
}

export function createJumpTest(thresholds: ExplodingThresholds) {
  const window = new MedianWindow(thresholds.windowPoints);
  const leastRatio = Math.min(
    thresholds.jumpRatio,
    thresholds.adversarialRatio,
    thresholds.witnessedRatio,
    thresholds.earlyRatio,
  );
  let candidate: Candidate | undefined;

  /** `x`: log of the norm; `held`: highest log level that the run has held. */
  function test(reading: GradientReading, x: number, held: number): ExplodingFinding | undefined {
    if (window.size < thresholds.earlyMinPoints) return undefined;
    const { loss, adversarial, norm } = reading;
    const confirmed = confirm(reading);
    if (confirmed) return confirmed;
    if (adversarial && norm < thresholds.adversarialFloor) return undefined;

    const level = window.median();
    const ratio = Math.exp(x - level);
    // Nearly all points end here, before the scatter is asked for.
    if (ratio <= leastRatio) return undefined;
    const sigma = Math.max(window.sigma(), window.upperSigma(), thresholds.sigmaFloor);
    const z = (x - level) / sigma;
    const jumpRatio = adversarial ? thresholds.adversarialRatio : thresholds.jumpRatio;
    const mature = window.size >= thresholds.jumpMinPoints;
    const isAbove = x > held + Math.log(thresholds.heldRatio);
    const earlyRatio = earlyRatioOf(adversarial);
    const early = !mature && x > Math.max(level, held) + Math.log(earlyRatio);
    const clear = early || (mature && isAbove && z > thresholds.jumpZ && ratio > jumpRatio);
    // In a pair the two losses move with each other's play: they are no independent witness.
    const weak = !adversarial && z > thresholds.witnessedZ && ratio > thresholds.witnessedRatio;
    if (!clear && !weak) return undefined;

    const surprise = loss.surprise;
    const finding = describe(reading, {
      level,
      sigma,
      z,
      ratio,
      surprise,
      early,
      clear,
      jumpRatio,
      earlyRatio,
    });
    if (weak && surprise > thresholds.lossSurprise) return finding;
    // Worth a note where clipping acted, and no more: the severity says that it was caught.
    if (weak && isClipped(reading)) return finding;
    const learning = !adversarial && ratio < thresholds.earlyRatio && isLearning(reading);
    if (clear && !learning) return finding;
    if (!candidate || x > Math.log(candidate.finding.peakValue))
      candidate = { finding, waitsFor: clear ? "end of learning" : "loss", age: 0 };
    return undefined;
  }

  /** As much more in a pair as its jumps need: its networks begin to learn at different steps. */
  const earlyRatioOf = (adversarial: boolean): number =>
    thresholds.earlyRatio * (adversarial ? thresholds.adversarialRatio / thresholds.jumpRatio : 1);

  function confirm({ loss }: GradientReading): ExplodingFinding | undefined {
    if (!candidate) return undefined;
    const { finding, waitsFor } = candidate;
    candidate.age++;
    const { median, sigma } = finding.lossBefore;
    const shift = (loss.latest - median) / sigma;
    const confirmed =
      waitsFor === "loss"
        ? shift > thresholds.lossSurprise
        : candidate.age >= 3 && loss.shortLevel > median && shift > 0;
    if (confirmed) {
      candidate = undefined;
      const witness = `, and the loss rose from its level of ${formatFigure(median)} to ${formatFigure(loss.latest)}`;
      return {
        ...finding,
        sentence: finding.sentence + witness,
        values: { ...finding.values, lossSurprise: shift },
      };
    }
    const limit = waitsFor === "loss" ? thresholds.witnessPoints : thresholds.learningPoints;
    if (candidate.age >= limit) candidate = undefined;
    return undefined;
  }

  function isClipped({ clipCoefficient }: GradientReading): boolean {
    return clipCoefficient !== undefined && clipCoefficient < 1 / thresholds.jumpRatio;
  }

  /** The loss falls faster than a steady decline (which ends 1.35 sigma below its window's median). */
  function isLearning({ loss }: Pick<GradientReading, "loss">): boolean {
    const { median, sigma } = loss.before;
    return loss.shortLevel < median - 1.5 * sigma && loss.surprise < 0;
  }

  interface Judged {
    level: number;
    sigma: number;
    z: number;
    ratio: number;
    surprise: number;
    early: boolean;
    clear: boolean;
    jumpRatio: number;
    earlyRatio: number;
  }

  function describe(reading: GradientReading, judged: Judged): ExplodingFinding {
    const { norm, step, loss, clipCoefficient } = reading;
    const { level, sigma, z, ratio, surprise, early, clear, jumpRatio, earlyRatio } = judged;
    const median = Math.exp(level);
    const limits = early
      ? `threshold ${formatFigure(earlyRatio)}`
      : `threshold ${clear ? jumpRatio : thresholds.witnessedRatio}), robust z ${formatFigure(z)} (threshold ${clear ? thresholds.jumpZ : thresholds.witnessedZ}`;
    const witness =
      clear || surprise <= thresholds.lossSurprise
        ? ""
        : `, and the loss rose from its level of ${formatFigure(loss.before.median)} to ${formatFigure(loss.latest)}`;
    return {
      test: early ? "early" : "jump",
      startStep: step,
      peakStep: step,
      peakValue: norm,
      level,
      sigma,
      lossBefore: loss.before,
      lossMoved: false,
      clipCoefficient,
      sentence: `norm ${formatFigure(norm)} at step ${formatStep(step)}, ${formatFigure(ratio)} times its median ${formatFigure(median)} (${limits})${witness}`,
      values: { norm, median, ratio, z, sigma, lossSurprise: surprise, windowPoints: window.size },
    };
  }

  /**
   * The norm above which the next point would be a clear jump, judged by what is known now; infinite while the past is
   * too short to say. `held`: highest log level that the run has held.
   */
  function limit(now: Pick<GradientReading, "adversarial" | "loss">, held: number): number {
    if (window.size < thresholds.earlyMinPoints) return Number.POSITIVE_INFINITY;
    const { adversarial } = now;
    const level = window.median();
    const sigma = Math.max(window.sigma(), window.upperSigma(), thresholds.sigmaFloor);
    const early = Math.max(level, held) + Math.log(earlyRatioOf(adversarial));
    const clear = Math.max(
      level + thresholds.jumpZ * sigma,
      level + Math.log(adversarial ? thresholds.adversarialRatio : thresholds.jumpRatio),
      held + Math.log(thresholds.heldRatio),
    );
    const isMature = window.size >= thresholds.jumpMinPoints;
    const isExcused = !adversarial && isLearning(now);
    const above = !isMature ? early : isExcused ? Math.max(clear, early) : clear;
    return Math.max(Math.exp(above), adversarial ? thresholds.adversarialFloor : 0);
  }

  return {
    test,
    limit,
    save: () => structuredClone({ window: window.save(), candidate: candidate ?? null }),
    restore(saved: { window: number[]; candidate: Candidate | null }): void {
      window.restore(saved.window);
      candidate = structuredClone(saved.candidate) ?? undefined;
    },
    /** Takes a log norm that is no part of an explosion into the run's usual past. */
    learn: (x: number): void => window.push(x),
    /** An episode has begun: nothing waits for the loss any more. */
    settle(): void {
      candidate = undefined;
    },
    /** The run has a new level: its past says nothing about it. */
    forget: (): void => window.clear(),
  };
}
