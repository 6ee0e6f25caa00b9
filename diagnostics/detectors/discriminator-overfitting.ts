/**
 * Discriminator overfitting: it knows the training reals by heart and takes other reals for fakes.
 *
 * Measures: its accuracy on training reals less that on held-out reals; without held-out ones, ADA's r_t = E sign D(real).
 * Formula: gap > .2 for 200 steps and 9 points; or r_t > .9 for 1,000 steps and 50 points.
 * Source: Karras 2020 (ADA), who hold r_t at .6.
 * Misleads: r_t is high as well where the discriminator is only too strong; a small held-out set makes the gap scatter.
 */
import { formatFigure, formatStep } from "../format-figure";
import { MedianWindow } from "../windows/median-window";
import { EpisodeKeeper, noEpisodes } from "./episode-keeper";
import type { PointDetector, PointReading } from "./point-detector";

export const defaults = {
  gap: 0.2,
  /** ADA raises its augmentation at .6; our threshold leaves that time to act. */
  sign: 0.9,
  holdSteps: 200,
  holdPoints: 9,
  signPoints: 50,
  closeSteps: 200,
};

export function createDiscriminatorOverfitting(thresholds: typeof defaults): PointDetector {
  const gaps = new EpisodeKeeper("discriminator_overfitting", thresholds);
  const signs = new EpisodeKeeper("discriminator_overfitting", {
    ...thresholds,
    holdSteps: 5 * thresholds.holdSteps,
    holdPoints: thresholds.signPoints,
  });
  const recent = { gap: new MedianWindow(5), sign: new MedianWindow(5) };
  const latest = { real: Number.NaN, heldOut: Number.NaN };
  let measuresGap = false;

  function observe({ series, step, value, role }: PointReading) {
    if (!Number.isFinite(value)) return noEpisodes;
    if (role.role === "discriminator-sign")
      return role.part === "fake" ? noEpisodes : judgeSign(series, step, value);
    if (role.part === "real") latest.real = value;
    if (role.part === "held-out") latest.heldOut = value;
    if (role.part !== "gap" && role.part !== "held-out") return noEpisodes;
    const gap = role.part === "gap" ? value : latest.real - latest.heldOut;
    return Number.isNaN(gap) ? noEpisodes : judgeGap(series, step, gap);
  }

  function judgeGap(series: string, step: number, value: number) {
    measuresGap = true;
    recent.gap.push(value);
    const gap = recent.gap.median();
    if (gap <= thresholds.gap) return gaps.pass(step);
    return gaps.see(step, series, () => ({
      test: "held-out",
      value: gap,
      weight: gap,
      sentence: `knows training reals ${formatFigure(100 * gap)} points better than held-out ones around step ${formatStep(step)} (threshold ${formatFigure(100 * thresholds.gap)})`,
      values: { gap },
      severity: "warning",
      severityReason:
        "What it teaches the generator is to copy the training samples; augmentation or more data help",
    }));
  }

  function judgeSign(series: string, step: number, value: number) {
    recent.sign.push(value);
    const sign = recent.sign.median();
    if (measuresGap || sign <= thresholds.sign) return signs.pass(step);
    return signs.see(step, series, () => ({
      test: "sign",
      value: sign,
      weight: sign,
      sentence: `mean sign ${formatFigure(sign)} on training reals around step ${formatStep(step)} (threshold ${thresholds.sign})`,
      values: { sign },
      severity: "warning",
      severityReason:
        "It is nearly always sure of the training reals; held-out reals would tell whether it knows them by heart",
    }));
  }

  return {
    observe,
    end: () => [...gaps.close(), ...signs.close()],
    episodes: () => [...gaps.episodes, ...signs.episodes],
  };
}
