/**
 * The drift test: a slow rise that no single point gives away, by a one-sided CUSUM (Page 1954) on the log norm:
 * S_t = max(0, S_{t-1} + x_t - anchor - ln k), where the anchor is the lowest level that the run has held.
 * Where the loss is worse than untrained already, a smaller k and limit do.
 * A norm also rises because a network begins to learn, so the loss must have left its level as well.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { LossBaseline, LossTrack } from "../loss-track";
import { MedianWindow } from "../windows/median-window";
import type { ExplodingFinding } from "./exploding-finding";
import type { ExplodingThresholds } from "./exploding-thresholds";
import type { GradientReading } from "./reading";

interface Anchor {
  /** Log norm. */
  level: number;
  loss: LossBaseline;
  /** Size of the loss then, for losses that have no fixed zero. */
  lossScale: number;
}

interface Peak {
  step: number;
  value: number;
  clipCoefficient: number | undefined;
}

interface DriftMemory {
  recent: number[] | null;
  anchorPoints: number;
  anchor: Anchor | null;
  cusum: number;
  since: number;
  largestLoss: number;
  heldBefore: number;
  peak: Peak;
}

export function createDriftTest(thresholds: ExplodingThresholds) {
  let recent: MedianWindow | undefined;
  let anchor: Anchor | undefined;
  let cusum = 0;
  let since = -1;
  let largestLoss = 0;
  let heldBefore = Number.NEGATIVE_INFINITY;
  let peak: Peak = { step: -1, value: 0, clipCoefficient: undefined };

  /** `x`: log of the norm; `held`: highest log level that the run has held. */
  function test(reading: GradientReading, x: number, held: number): ExplodingFinding | undefined {
    const { loss, step, norm, clipCoefficient, adversarial, hasReward, network } = reading;
    const isCritic = adversarial && network !== "generator";
    recent ??= new MedianWindow(isCritic ? thresholds.criticAnchorPoints : thresholds.anchorPoints);
    recent.push(x);
    if (!recent.isFull || (adversarial && norm < thresholds.adversarialFloor)) return undefined;
    const level = recent.median();
    if (!anchor || level < anchor.level) {
      // A loss that comes back to where the run began has not left anything.
      const least = adversarial ? thresholds.pairLoss : 0;
      const size = Math.max(Math.abs(loss.level), loss.before.sigma, Math.abs(loss.untrained), least);
      anchor = { level, loss: loss.before, lossScale: size };
    }
    const isOut = !adversarial && !hasReward && isDiverged(loss);
    const slack = Math.log(isOut ? thresholds.outRatio : thresholds.driftRatio);
    cusum = Math.max(0, cusum + x - anchor.level - slack);
    if (cusum === 0) {
      since = -1;
      largestLoss = 0;
      peak = { step, value: norm, clipCoefficient };
      return undefined;
    }
    if (since < 0) {
      since = step;
      heldBefore = held;
    }
    if (norm > peak.value) peak = { step, value: norm, clipCoefficient };
    largestLoss = Math.max(largestLoss, Math.abs(loss.shortLevel));
    const limit = isOut ? thresholds.outLimit : thresholds.driftLimit;
    if (cusum < limit) return undefined;
    if (!isOut && level < heldBefore + Math.log(thresholds.heldRatio)) return undefined;
    if (!lossMoved(reading, anchor)) return undefined;
    return describe(reading, anchor, level, limit);
  }

  /** Worse than before any training: then a small rise of the norm, held for a while, is enough. */
  const isDiverged = ({ untrained, shortLevel }: LossTrack): boolean =>
    untrained > 0 && shortLevel > thresholds.outLoss * untrained;

  function lossMoved({ loss, adversarial }: GradientReading, { loss: before, lossScale }: Anchor): boolean {
    if (adversarial) return largestLoss > thresholds.criticLossRatio * lossScale;
    return loss.level > before.median + thresholds.lossSurprise * before.sigma;
  }

  function describe(reading: GradientReading, from: Anchor, level: number, limit: number): ExplodingFinding {
    const { loss, norm, step } = reading;
    const ratio = Math.exp(level - from.level);
    return {
      test: "drift",
      startStep: since,
      peakStep: peak.step,
      peakValue: peak.value,
      level: from.level,
      sigma: thresholds.sigmaFloor,
      lossBefore: from.loss,
      lossMoved: true,
      clipCoefficient: peak.clipCoefficient,
      sentence: `norm ${formatFigure(norm)} at step ${formatStep(step)}, its level ${formatFigure(ratio)} times the lowest it had held, ${formatFigure(Math.exp(from.level))}; growing since step ${formatStep(since)} (CUSUM ${formatFigure(cusum)}, threshold ${limit}), and the loss went from ${formatFigure(from.loss.median)} to ${formatFigure(loss.shortLevel)}`,
      values: {
        norm,
        anchor: Math.exp(from.level),
        ratio,
        cusum,
        lossBefore: from.loss.median,
        lossNow: loss.shortLevel,
      },
    };
  }

  return {
    test,
    save: () =>
      structuredClone({
        recent: recent?.save() ?? null,
        anchor: anchor ?? null,
        cusum,
        since,
        largestLoss,
        heldBefore,
        peak,
        anchorPoints: recent?.capacity ?? 0,
      }),
    restore(saved: DriftMemory): void {
      recent = saved.recent ? new MedianWindow(saved.anchorPoints) : undefined;
      if (saved.recent) recent?.restore(saved.recent);
      ({ cusum, since, largestLoss, heldBefore, peak } = structuredClone(saved));
      anchor = structuredClone(saved.anchor) ?? undefined;
    },
    /** After an episode the run starts from where it is. */
    restart(): void {
      recent?.clear();
      anchor = undefined;
      cusum = 0;
      since = -1;
      largestLoss = 0;
    },
  };
}
