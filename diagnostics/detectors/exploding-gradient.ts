/**
 * Exploding gradient: the norm of a network's gradient leaves its own past upwards.
 *
 * Measures: x_t = ln(norm before clipping), against the run's own trailing window of points.
 * Formula: jump   z = (x_t - median) / sigma > 6 and e^(x_t - median) > 3, with sigma = 1.4826 MAD of the window;
 *                 z > 4 and ratio > 4 when the loss leaves its own scatter with it;
 *          early  ratio to every level held so far > 15, from the fifth point on;
 *          outset norm > 5 times and loss > 2 times its first value, within the first 20 points;
 *          drift  CUSUM S_t = max(0, S_{t-1} + x_t - anchor - ln k) above its limit, while the loss has left its
 *                 level too; the anchor is the lowest level that the run has held.
 * Source: measured on 122 public logs (docs/detectors.md); Page 1954 for the CUSUM; the anchor, the level held
 * and the part of the loss are our own.
 * Misleads: where learning begins late the norm rises as it should (the loss falls meanwhile: not reported); a
 * converged run's norm spikes in relative terms and does no harm (the severity says whether the loss moved); a
 * run that is broken from its first step has no past to leave (see vanishing and non-finite).
 */
import type { DetectedEpisode } from "../../db/contract/episode";
import { MedianWindow } from "../windows/median-window";
import { createDriftTest } from "./exploding-drift";
import type { ExplodingFinding } from "./exploding-finding";
import { createJumpTest } from "./exploding-jump";
import { createOutsetTest } from "./exploding-outset";
import { type OpenExplosion, severityOf } from "./exploding-severity";
import { defaults, type ExplodingThresholds } from "./exploding-thresholds";
import type { GradientReading } from "./reading";

export type { ExplodingThresholds } from "./exploding-thresholds";

/** Points that an open episode remembers. */
const openWindows = { recent: 9, losses: 5 };

export function createExplodingDetector(overrides: Partial<ExplodingThresholds> = {}) {
  const thresholds = { ...defaults, ...overrides };
  const jump = createJumpTest(thresholds);
  const drift = createDriftTest(thresholds);
  const outset = createOutsetTest(thresholds);
  const all: DetectedEpisode[] = [];
  const recent = new MedianWindow(thresholds.anchorPoints);
  /** Highest log level held, slowly forgotten. */
  let held = Number.NEGATIVE_INFINITY;
  let open: OpenExplosion | undefined;
  /** Whether clipping has acted in this run: what it lets pass unclipped is then as large as usual steps are. */
  let hasClipped = false;

  function observe(reading: GradientReading): DetectedEpisode[] {
    const { norm } = reading;
    if ((reading.clipCoefficient ?? 1) < 1) hasClipped = true;
    const isNewStretch = outset.begins(reading.step);
    if (!Number.isFinite(norm) || norm <= 0) return open ? endInNonFinite(open, reading) : [];
    const x = Math.log(norm);
    if (isNewStretch) forget();
    if (open) return follow(open, reading, x);
    const drifted = drift.test(reading, x, held);
    const finding = jump.test(reading, x, held) ?? drifted ?? outset.test(reading);
    if (!finding) {
      jump.learn(x);
      recent.push(x);
      held = Math.max(held - Math.LN2 / thresholds.heldHalfLife, recent.median());
      return [];
    }
    jump.settle();
    open = begin(reading, finding);
    all.push(open.episode);
    judgeSeverity(open, reading);
    return [open.episode];
  }

  /** What came before a gap is no past of what comes after it. */
  function forget(): void {
    jump.forget();
    drift.restart();
    recent.clear();
    held = Number.NEGATIVE_INFINITY;
  }

  /** The norm says nothing any more, but the loss may: an explosion that ends in NaN is critical. */
  function endInNonFinite(current: OpenExplosion, reading: GradientReading): DetectedEpisode[] {
    const { severity } = current.episode;
    judgeSeverity(current, reading);
    return current.episode.severity === severity ? [] : [current.episode];
  }

  function begin(
    { series, step, norm, clipCoefficient: now }: GradientReading,
    finding: ExplodingFinding,
  ): OpenExplosion {
    const { test, startStep, sentence, values, clipCoefficient } = finding;
    const isHigher = norm > finding.peakValue;
    return {
      episode: {
        kind: "exploding_gradient",
        series,
        startStep,
        endStep: step,
        alarmStep: step,
        peakStep: isHigher ? step : finding.peakStep,
        peakValue: isHigher ? norm : finding.peakValue,
        severity: "warning",
        severityReason: "",
        state: "open",
        evidence: { test, sentence, values, window: { firstStep: startStep, lastStep: step } },
      },
      finding,
      recent: new MedianWindow(openWindows.recent),
      losses: new MedianWindow(openWindows.losses),
      highPoints: test === "drift" ? thresholds.sustainedPoints : 1,
      largestApplied: finding.peakValue * (clipCoefficient ?? 1),
      lossMoved: finding.lossMoved,
      lossAwayPoints: finding.lossMoved ? 1 : 0,
      clipCoefficientAtPeak: isHigher ? now : clipCoefficient,
    };
  }

  function follow(current: OpenExplosion, reading: GradientReading, x: number): DetectedEpisode[] {
    const { episode, finding } = current;
    const { step, norm, clipCoefficient } = reading;
    current.recent.push(x);
    const back = finding.level + Math.log(thresholds.backRatio);
    const outlier =
      finding.level + Math.max(Math.log(thresholds.jumpRatio), thresholds.witnessedZ * finding.sigma);
    if (Math.min(x, current.recent.median()) > back || x > outlier) {
      current.highPoints++;
      current.largestApplied = Math.max(current.largestApplied, norm * (clipCoefficient ?? 1));
      episode.endStep = step;
      if (norm > episode.peakValue) {
        episode.peakValue = norm;
        episode.peakStep = step;
        current.clipCoefficientAtPeak = clipCoefficient;
      }
    } else {
      jump.learn(x);
    }
    followLoss(current, reading);
    judgeSeverity(current, reading);
    const isNewLevel = !current.lossMoved && current.highPoints >= thresholds.newLevelPoints;
    if (step - episode.endStep >= thresholds.mergeSteps || isNewLevel) {
      episode.state = "closed";
      open = undefined;
      drift.restart();
      if (isNewLevel) jump.forget();
    }
    return [episode];
  }

  function followLoss(current: OpenExplosion, { loss, step, adversarial }: GradientReading): void {
    if (loss.latestStep !== step || !Number.isFinite(loss.latest)) return;
    current.losses.push(loss.latest);
    if (current.losses.size < 3) return;
    const { median, sigma } = current.finding.lossBefore;
    const shift = current.losses.median() - median;
    const isAway = (adversarial ? Math.abs(shift) : shift) > thresholds.lossSurprise * sigma;
    current.lossAwayPoints = isAway ? current.lossAwayPoints + 1 : 0;
    if (isAway) current.lossMoved = true;
  }

  function judgeSeverity(current: OpenExplosion, { loss, adversarial }: GradientReading): void {
    const [severity, reason] = severityOf(current, { loss, adversarial, hasClipped }, thresholds);
    current.episode.severity = severity;
    current.episode.severityReason = reason;
  }

  return {
    observe,
    end(): DetectedEpisode[] {
      if (!open) return [];
      open.episode.state = "closed";
      const closed = open.episode;
      open = undefined;
      return [closed];
    },
    episodes: (): readonly DetectedEpisode[] => all,
    /** Whether an episode is open that began from one point to the next: the loss goes with it, and may come back. */
    isSpiking: (): boolean => open !== undefined && open.finding.test !== "drift",
    /** The norm above which the next point would be a clear jump. */
    limit: (now: Pick<GradientReading, "adversarial" | "loss">): number => jump.limit(now, held),
    save: () => ({
      jump: jump.save(),
      drift: drift.save(),
      outset: outset.save(),
      recent: recent.save(),
      held,
      hasClipped,
      open: open
        ? { ...structuredClone(plain(open)), recent: open.recent.save(), losses: open.losses.save() }
        : null,
    }),
    /** Closed episodes are not remembered: what was reported of them is stored elsewhere. */
    restore(saved: ExplodingMemory): void {
      jump.restore(saved.jump);
      drift.restore(saved.drift);
      outset.restore(saved.outset);
      recent.restore(saved.recent);
      held = saved.held;
      hasClipped = saved.hasClipped ?? false;
      all.length = 0;
      open = undefined;
      if (!saved.open) return;
      open = {
        ...structuredClone(saved.open),
        recent: new MedianWindow(openWindows.recent),
        losses: new MedianWindow(openWindows.losses),
      };
      open.recent.restore(saved.open.recent);
      open.losses.restore(saved.open.losses);
      all.push(open.episode);
    },
  };
}

/** An open episode without its windows. */
function plain({ recent: _, losses: __, ...rest }: OpenExplosion) {
  return rest;
}

interface ExplodingMemory {
  jump: Parameters<ReturnType<typeof createJumpTest>["restore"]>[0];
  drift: Parameters<ReturnType<typeof createDriftTest>["restore"]>[0];
  outset?: Parameters<ReturnType<typeof createOutsetTest>["restore"]>[0];
  recent: number[];
  held: number;
  /** Absent in what older versions saved. */
  hasClipped?: boolean;
  open: (ReturnType<typeof plain> & { recent: number[]; losses: number[] }) | null;
}
