import type { DetectedEpisode, Severity } from "../../db/contract/episode";
import { formatFigure, formatStep } from "../format-figure";
import type { LossTrack } from "../loss-track";
import type { MedianWindow } from "../windows/median-window";
import type { ExplodingFinding } from "./exploding-finding";
import type { ExplodingThresholds } from "./exploding-thresholds";

/** An episode that is going on, and what its severity is judged by. */
export interface OpenExplosion {
  episode: DetectedEpisode;
  finding: ExplodingFinding;
  /** Last log norms: one point that happens to be high does not keep an episode open. */
  recent: MedianWindow;
  /** Last losses since it opened. */
  losses: MedianWindow;
  highPoints: number;
  /** Largest norm that reached the optimizer. */
  largestApplied: number;
  lossMoved: boolean;
  /** Points since the loss was last at its level before the episode; 0 while it is there. */
  lossAwayPoints: number;
  clipCoefficientAtPeak: number | undefined;
}

interface Circumstances {
  loss: LossTrack;
  adversarial: boolean;
  /** Clipping has acted in this run: what it lets pass unclipped is then as large as usual steps are. */
  hasClipped: boolean;
}

/** How much harm an explosion has done so far, and the reason in words. */
export function severityOf(
  open: OpenExplosion,
  { loss, adversarial, hasClipped }: Circumstances,
  thresholds: ExplodingThresholds,
): [Severity, string] {
  const { episode, finding, clipCoefficientAtPeak: coefficient } = open;
  const nonFiniteStep = loss.firstNonFiniteStep;
  if (nonFiniteStep !== undefined && nonFiniteStep >= episode.startStep)
    return ["critical", `The loss became non-finite at step ${formatStep(nonFiniteStep)}`];
  // At the peak clipping acted, and what passed it unclipped was within what it allows.
  const isCaught =
    coefficient !== undefined &&
    coefficient < 1 &&
    open.largestApplied <= thresholds.clippedSlack * coefficient * episode.peakValue;
  const isLasting = open.lossAwayPoints >= thresholds.sustainedPoints;
  if (open.lossMoved && (!isCaught || isLasting))
    return ["critical", `The loss left its level of ${formatFigure(finding.lossBefore.median)} with it`];
  if (isCaught) {
    const clipped = `norm ${formatFigure(episode.peakValue)} before, ${formatFigure(episode.peakValue * coefficient)} after`;
    if (open.lossAwayPoints >= thresholds.awayPoints)
      return [
        "warning",
        `Clipping bounds it: ${clipped}; the loss has left its level of ${formatFigure(finding.lossBefore.median)} so far`,
      ];
    return [
      "benign",
      `Clipping caught it: ${clipped}, and the loss ${open.lossMoved ? "came back to" : "has kept"} its level`,
    ];
  }
  if (coefficient === 1 && hasClipped && !open.lossMoved)
    return ["benign", "Below the norm at which clipping acts, and the loss has kept its level"];
  if (open.highPoints >= thresholds.sustainedPoints)
    return ["critical", `${open.highPoints} points above ${thresholds.backRatio} times the level it left`];
  if (!adversarial && hasLostAll(loss, thresholds))
    return ["benign", "A short spike in a run that has lost what it had learned: nothing is left to harm"];
  return ["warning", "A short spike so far, and the loss has kept its level"];
}

/** Of what was learned nothing is left: a lone spike has nothing to harm. */
const hasLostAll = (loss: LossTrack, { learnedShare, leftShare }: ExplodingThresholds): boolean =>
  loss.learnedShare > learnedShare && loss.initial - loss.level < leftShare * (loss.initial - loss.lowest);
