/**
 * Loss divergence: the loss leaves what it had learned, and what it began with, and does not come back.
 *
 * Measures: the median l of a loss's last five points.
 * Formula: left    l > 2 u and l > 3 times the lowest level held, u the untrained loss, for 5 points (10 and 30 steps
 *                  inside an exploding gradient);
 *          rising  l > 1.3 u, and l has risen at each of the last five looks, 5 points apart, to where it never was
 *                  since it last came back from a divergence;
 *          critic  |l| > 12 max(1, |u|): the loss of a critic without a bound (Arjovsky 2017).
 *          A loss that crosses zero is measured by its distance from u, in units of what it had learned.
 * Source: our own; the factors rest on the labelled traces (docs/detectors.md). The gradient norm need not show it: a
 * public Megatron log climbs from 12 to 20 with a flat norm.
 * Misleads: a curriculum or a sum over longer sequences raises the loss in steps of about 2; a generator's loss follows
 * its opponent's play and is not judged, nor is the
 * loss of a run that logs rewards, whose target moves.
 */
import { formatFigure, formatStep } from "../format-figure";
import type { LossTrack } from "../loss-track";
import { isJudge } from "../roles/network-name";
import { EpisodeKeeper, noEpisodes, type Sighting } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  /** Above the untrained loss nothing is left of what was learned; a factor of 2 is beyond a batch's luck ... */
  untrainedRatio: 2,
  /** ... and a curriculum's step (about 2) does not reach three times the lowest level at once. */
  lowestRatio: 3,
  /** Points for which it must hold: with the median of five, one bad batch and its echo pass. */
  holdPoints: 5,
  /** Inside an exploding gradient the loss is out for a while as a matter of course: one event, until it stays out for so
   * many steps and, where few of them are logged, points. */
  explodingSteps: 30,
  explodingPoints: 10,
  /** A steady rise is judged from here on: warm-up overshoots by less. */
  risingRatio: 1.3,
  /** Looks in a row, `lookPoints` apart, each higher than the one before; by chance, one in 720, so that it also has to
   * pass what all looks before them saw: a loss that is only noise has been as high as that. Where it was while it had
   * left is no place that noise reaches, once it has come back. */
  risingLooks: 5,
  lookPoints: 5,
  /** Critics of healthy pairs stay below 2 (their losses are of order 1); unclipped ones pass 12 on their way to 1e3. */
  criticRatio: 12,
  criticPoints: 3,
  /** Its loss swings through zero on its way: passages of so many steps are no end. */
  criticCloseSteps: 300,
  /** It is over when the loss has been back for so many steps. */
  closeSteps: 50,
};

export function createLossDivergence(thresholds: typeof defaults): PointDetector {
  const keeper = new EpisodeKeeper("loss_divergence", {
    holdSteps: 0,
    holdPoints: 1,
    closeSteps: thresholds.closeSteps,
  });
  let outPoints = 0;
  let outSince = -1;
  let lastOut = -1;
  let looks = 0;
  let points = 0;
  let lastLook = Number.NaN;
  let riseSince = -1;
  let highestBefore = Number.NEGATIVE_INFINITY;
  let hasBeenOut = false;

  function observe({ series, step, value, network }: PointReading) {
    const { loss, adversarial, name } = network;
    if (!Number.isFinite(value) || network.hasReward || (adversarial && !isJudge(name))) return noEpisodes;
    const now = loss.shortLevel;
    const rising = !adversarial && isRising(loss, now, step);
    const left = adversarial ? leftAsCritic(loss, now) : hasLeft(loss, now);
    if (!left && !rising) {
      outPoints = 0;
      if (adversarial && keeper.isOpen && step - lastOut < thresholds.criticCloseSteps) return noEpisodes;
      return keeper.pass(step);
    }
    if (outPoints++ === 0) outSince = step;
    lastOut = step;
    const from = left ? step : riseSince;
    const inside = network.isSpiking && !adversarial;
    const needed = inside ? thresholds.explodingPoints : thresholds.holdPoints;
    const isShort = inside && step - outSince < thresholds.explodingSteps;
    if ((outPoints < needed || isShort) && !keeper.isOpen) return keeper.wait(from);
    hasBeenOut ||= left;
    return keeper.see(step, series, () => describe(loss, now, step, left, adversarial), from);
  }

  function hasLeft(loss: LossTrack, now: number): boolean {
    const untrained = untrainedLevel(loss);
    // Nothing to be measured by: a loss that begins at zero is no distance from a goal.
    if (untrained === 0) return false;
    if (loss.lowest > 0)
      return now > thresholds.untrainedRatio * untrained && now > thresholds.lowestRatio * loss.lowest;
    const span = Math.max(Math.abs(untrained), untrained - loss.lowest);
    return now - untrained > thresholds.untrainedRatio * span && loss.surprise > 0;
  }

  const leftAsCritic = (loss: LossTrack, now: number): boolean =>
    Math.abs(now) > thresholds.criticRatio * Math.max(1, Math.abs(untrainedLevel(loss)));

  /** Of a loss that may be negative the distance decides, which no single line shows. */
  function limit({ network: { loss, adversarial, name, hasReward } }: Pick<PointReading, "network">) {
    const untrained = untrainedLevel(loss);
    if (loss.count === 0 || hasReward || (adversarial && !isJudge(name))) return undefined;
    if (adversarial) return { high: thresholds.criticRatio * Math.max(1, Math.abs(untrained)) };
    if (!(loss.lowest > 0)) return undefined;
    return { high: Math.max(thresholds.untrainedRatio * untrained, thresholds.lowestRatio * loss.lowest) };
  }

  function isRising(loss: LossTrack, now: number, step: number): boolean {
    if (++points % thresholds.lookPoints === 0) {
      const isHigher = now > lastLook;
      if (!isHigher || looks === 0) riseSince = step;
      if (hasBeenOut && now <= loss.untrained) {
        hasBeenOut = false;
        highestBefore = Number.NEGATIVE_INFINITY;
      } else if (!isHigher && lastLook > highestBefore) highestBefore = lastLook;
      looks = isHigher ? looks + 1 : 0;
      lastLook = now;
    }
    return (
      looks >= thresholds.risingLooks &&
      now > highestBefore &&
      loss.untrained > 0 &&
      now > thresholds.risingRatio * Math.max(loss.untrained, loss.lowest)
    );
  }

  function describe(
    loss: LossTrack,
    now: number,
    step: number,
    left: boolean,
    adversarial: boolean,
  ): Sighting {
    const untrained = untrainedLevel(loss);
    const ratio = now / untrained;
    const best = adversarial
      ? ""
      : `, ${formatFigure(now / loss.lowest)} times its lowest level ${formatFigure(loss.lowest)}`;
    return {
      test: adversarial ? "critic" : left ? "left" : "rising",
      value: now,
      weight: Math.abs(now),
      sentence: `loss ${formatFigure(now)} around step ${formatStep(step)}, ${formatFigure(ratio)} times the untrained ${formatFigure(untrained)}${best}`,
      values: { level: now, untrained, lowest: loss.lowest, ratio },
      severity: "critical",
      severityReason: left
        ? "The loss is worse than before any training and stays there"
        : "The loss is worse than before any training and rises on",
    };
  }

  return {
    observe,
    end: () => keeper.close(),
    episodes: () => keeper.episodes,
    limit: limit,
  };
}

/** The loss before training: its first point, or its first points' median where that is up to half as large again. */
const untrainedLevel = ({ untrained, initial }: LossTrack): number =>
  Math.max(untrained, Math.min(initial, 1.5 * untrained));
