/**
 * Exploding gradient: the norm of a network's gradient leaves its own past upwards.
 *
 * Measures: x_t = ln(norm before clipping), against the run's own trailing window of points.
 * Formula: jump   z = (x_t - median) / sigma > 6 and e^(x_t - median) > 3, sigma = 1.4826 MAD of the window;
 *          weaker jump (z > 4, ratio > 4) when the loss leaves its own scatter at the same time;
 *          early  ratio to the median of all points so far > 15, from the fifth point on;
 *          drift  CUSUM S_t = max(0, S_{t-1} + x_t - anchor - ln k) over the lowest level that the run has
 *                 held, above its limit, while the loss has left its level there too.
 * Source: SCIENCE section 3, measured on 122 public logs; Page 1954 for the CUSUM; the anchor and the
 * condition on the loss are our own.
 * Misleads: where learning begins late the norm rises as it should (the loss falls meanwhile: not reported); a
 * converged run's norm spikes in relative terms and does no harm (severity says whether the loss moved);
 * a run that is broken from its first step has no past to leave (see vanishing and non-finite).
 */
import type { DetectedEpisode, Severity } from "../../db/contract/episode";
import { formatFigure, formatStep } from "../format-figure";
import type { LossBaseline } from "../loss-track";
import { MedianWindow } from "../windows/median-window";
import type { GradientReading } from "./reading";

const defaults = {
  /** Long enough for a steady median, short enough to follow a schedule (SCIENCE section 3 measured 100). */
  windowPoints: 100,
  /** Below this the window's MAD is too rough to divide by; until then only the early rule speaks. */
  jumpMinPoints: 20,
  /** z and ratio together: .5 false alarms per 10k points on tight runs and .8 on heavy-tailed ones, all sure spikes found. */
  jumpZ: 6,
  jumpRatio: 3,
  /** With the loss as a second witness a weaker jump is enough; heavy-tailed runs reach z 4 now and then, but not with their loss. */
  witnessedZ: 4,
  witnessedRatio: 4,
  /** Robust standard deviations by which the loss must leave its usual level to bear witness. */
  lossSurprise: 6,
  /** Divergences start at steps 4-10 with x100; healthy runs reach at most x6.4 over the median so far (42 runs). */
  earlyMinPoints: 4,
  earlyRatio: 15,
  /** The tightest real runs have a log-MAD of .05; below .15 the ratio of 3 decides alone anyway. */
  sigmaFloor: 0.15,
  /** Drift: only what lies above this multiple of the anchor adds up, ... */
  driftRatio: 4,
  /** ... and must add up to this many nats: e.g. 20 points at 12 times the anchor. */
  driftLimit: 22,
  /** Points that make an anchor: its median is a level that the run has held. */
  anchorPoints: 25,
  /** The norm is back when it is below this multiple of the level it left ... */
  backRatio: 2,
  /** ... for this many steps: closer episodes are one. */
  mergeSteps: 50,
  /** Sustained: this many points above the back ratio. Real spikes last 1-7 steps. */
  sustainedPoints: 20,
  /** High for this long while the loss is no worse than before: a new regime, not an explosion. */
  newLevelPoints: 200,
};
export type ExplodingThresholds = typeof defaults;

interface OpenEpisode {
  episode: DetectedEpisode;
  /** Median log norm that the run left. */
  level: number;
  lossBefore: LossBaseline;
  lossPoints: MedianWindow;
  highPoints: number;
  unclippedHighPoints: number;
  lossMoved: boolean;
  clipCoefficientAtPeak: number | undefined;
}

export function createExplodingDetector(overrides: Partial<ExplodingThresholds> = {}) {
  const thresholds = { ...defaults, ...overrides };
  const window = new MedianWindow(thresholds.windowPoints);
  const recent = new MedianWindow(thresholds.anchorPoints);
  const all: DetectedEpisode[] = [];
  let open: OpenEpisode | undefined;
  let anchor: { level: number; loss: LossBaseline; lossScale: number } | undefined;
  let cusum = 0;
  let driftSince = -1;

  function observe(reading: GradientReading): DetectedEpisode[] {
    const { norm } = reading;
    if (!Number.isFinite(norm) || norm <= 0) return [];
    const x = Math.log(norm);
    if (open) return follow(open, reading, x);

    const drift = accumulateDrift(reading, x);
    const fired = jump(reading, x) ?? drift;
    if (!fired) {
      window.push(x);
      return [];
    }
    open = begin(reading, fired);
    all.push(open.episode);
    judgeSeverity(open, reading);
    return [open.episode];
  }

  interface Fired {
    test: "jump" | "early" | "drift";
    level: number;
    startStep: number;
    sentence: string;
    values: Record<string, number>;
    lossBefore: LossBaseline;
  }

  function jump(reading: GradientReading, x: number): Fired | undefined {
    const { loss, norm, step, adversarial } = reading;
    const points = window.size;
    if (points < thresholds.earlyMinPoints) return undefined;
    const level = window.median();
    const sigma = Math.max(window.sigma(), thresholds.sigmaFloor);
    const z = (x - level) / sigma;
    const ratio = Math.exp(x - level);
    const surprise = adversarial ? Math.abs(loss.surprise) : loss.surprise;
    const witnessed =
      z > thresholds.witnessedZ && ratio > thresholds.witnessedRatio && surprise > thresholds.lossSurprise;
    const clear = points >= thresholds.jumpMinPoints && z > thresholds.jumpZ && ratio > thresholds.jumpRatio;
    const early = points < thresholds.jumpMinPoints && ratio > thresholds.earlyRatio;
    if (!witnessed && !clear && !early) return undefined;
    if (!witnessed && !adversarial && isLearning(reading)) return undefined;
    const limits = early
      ? `threshold ${thresholds.earlyRatio}`
      : `threshold ${witnessed && !clear ? thresholds.witnessedRatio : thresholds.jumpRatio}), robust z ${formatFigure(z)} (threshold ${witnessed && !clear ? thresholds.witnessedZ : thresholds.jumpZ}`;
    return {
      test: early ? "early" : "jump",
      level,
      startStep: step,
      sentence: `norm ${formatFigure(norm)} at step ${formatStep(step)}, ${formatFigure(ratio)} times its median ${formatFigure(Math.exp(level))} (${limits})`,
      values: {
        norm,
        median: Math.exp(level),
        ratio,
        z,
        sigma,
        lossSurprise: surprise,
        windowPoints: points,
      },
      lossBefore: loss.before,
    };
  }

  /** The loss falls below its usual level while the norm rises: learning sets in. */
  function isLearning({ loss }: GradientReading): boolean {
    const { median, sigma } = loss.before;
    return loss.shortLevel < median - sigma && loss.surprise < 0;
  }

  function accumulateDrift(reading: GradientReading, x: number): Fired | undefined {
    const { loss, norm, step, adversarial } = reading;
    recent.push(x);
    if (!recent.isFull) return undefined;
    const level = recent.median();
    if (!anchor || level < anchor.level) {
      anchor = { level, loss: loss.before, lossScale: Math.max(Math.abs(loss.level), loss.before.sigma) };
    }
    const excess = x - anchor.level - Math.log(thresholds.driftRatio);
    cusum = Math.max(0, cusum + excess);
    if (cusum === 0) driftSince = -1;
    else if (driftSince < 0) driftSince = step;
    if (cusum < thresholds.driftLimit) return undefined;
    const moved = adversarial
      ? Math.abs(loss.level) > 10 * anchor.lossScale
      : loss.level > anchor.loss.median + thresholds.lossSurprise * anchor.loss.sigma;
    if (!moved) return undefined;
    const ratio = Math.exp(level - anchor.level);
    const fired: Fired = {
      test: "drift",
      level: anchor.level,
      startStep: driftSince,
      sentence: `norm ${formatFigure(norm)} at step ${formatStep(step)}, level ${formatFigure(ratio)} times ${formatFigure(Math.exp(anchor.level))}, the lowest it had held; grown since step ${formatStep(driftSince)} (CUSUM ${formatFigure(cusum)}, threshold ${thresholds.driftLimit}), and the loss went from ${formatFigure(anchor.loss.median)} to ${formatFigure(loss.level)}`,
      values: {
        norm,
        anchor: Math.exp(anchor.level),
        ratio,
        cusum,
        lossLevel: loss.level,
        lossBefore: anchor.loss.median,
      },
      lossBefore: anchor.loss,
    };
    return fired;
  }

  function begin(reading: GradientReading, fired: Fired): OpenEpisode {
    const { series, step, norm, clipCoefficient } = reading;
    cusum = 0;
    driftSince = -1;
    return {
      episode: {
        kind: "exploding_gradient",
        series,
        startStep: fired.startStep,
        endStep: step,
        alarmStep: step,
        peakStep: step,
        peakValue: norm,
        severity: "warning",
        severityReason: "",
        state: "open",
        evidence: {
          test: fired.test,
          sentence: fired.sentence,
          values: fired.values,
          window: { firstStep: fired.startStep, lastStep: step },
        },
      },
      level: fired.level,
      lossBefore: fired.lossBefore,
      lossPoints: new MedianWindow(5),
      highPoints: fired.test === "drift" ? thresholds.sustainedPoints : 1,
      unclippedHighPoints: clipCoefficient !== undefined && clipCoefficient < 1 ? 0 : 1,
      lossMoved: fired.test === "drift",
      clipCoefficientAtPeak: clipCoefficient,
    };
  }

  function follow(current: OpenEpisode, reading: GradientReading, x: number): DetectedEpisode[] {
    const { episode } = current;
    const { step, norm, clipCoefficient, loss, adversarial } = reading;
    if (x > current.level + Math.log(thresholds.backRatio)) {
      current.highPoints++;
      if (clipCoefficient === undefined || clipCoefficient >= 1) current.unclippedHighPoints++;
      episode.endStep = step;
      if (norm > episode.peakValue) {
        episode.peakValue = norm;
        episode.peakStep = step;
        current.clipCoefficientAtPeak = clipCoefficient;
      }
    } else {
      window.push(x);
    }
    if (loss.latestStep === step && Number.isFinite(loss.latest)) current.lossPoints.push(loss.latest);
    if (current.lossPoints.size >= 3) {
      const shift = current.lossPoints.median() - current.lossBefore.median;
      if ((adversarial ? Math.abs(shift) : shift) > thresholds.lossSurprise * current.lossBefore.sigma)
        current.lossMoved = true;
    }
    judgeSeverity(current, reading);
    const isNewLevel = !current.lossMoved && current.highPoints >= thresholds.newLevelPoints;
    if (step - episode.endStep >= thresholds.mergeSteps || isNewLevel) {
      episode.state = "closed";
      open = undefined;
      recent.clear();
      anchor = undefined;
      if (isNewLevel) window.clear();
    }
    return [episode];
  }

  function judgeSeverity(current: OpenEpisode, { loss }: GradientReading): void {
    const { episode } = current;
    const [severity, reason] = severityOf(current, loss.firstNonFiniteStep);
    episode.severity = severity;
    episode.severityReason = reason;
  }

  function severityOf(current: OpenEpisode, nonFiniteStep: number | undefined): [Severity, string] {
    const { episode } = current;
    if (nonFiniteStep !== undefined && nonFiniteStep >= episode.startStep)
      return ["critical", `The loss became non-finite at step ${formatStep(nonFiniteStep)}`];
    if (current.lossMoved)
      return ["critical", `The loss left its level of ${formatFigure(current.lossBefore.median)} with it`];
    const coefficient = current.clipCoefficientAtPeak;
    if (coefficient !== undefined && current.unclippedHighPoints === 0)
      return [
        "benign",
        `Clipping caught it: norm ${formatFigure(episode.peakValue)} before, ${formatFigure(episode.peakValue * coefficient)} after, and the loss did not move`,
      ];
    if (current.highPoints >= thresholds.sustainedPoints)
      return [
        "critical",
        `${current.highPoints} points above ${thresholds.backRatio} times the level it left`,
      ];
    return ["warning", "A short spike so far, and the loss has not moved"];
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
  };
}
