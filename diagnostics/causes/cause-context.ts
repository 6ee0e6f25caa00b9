import type { DetectedEpisode, EpisodeKind } from "../../db/contract/episode";
import type { ReplayedSeries } from "../backtest/replay";
import { type ConfigFacts, configFacts } from "./config-facts";
import { indexAt, largestNear, levelBefore, levelFrom, logInterval, type RunLog, valueAt } from "./run-log";
import { type TestedRun, testedRun } from "./tested-run";

/** What a hypothesis about an episode is weighed by. Ratios are NaN where the series for them are not logged. */
export interface CauseContext {
  episode: DetectedEpisode;
  /** The earliest of the episodes that it seems to follow from; itself where it follows from none. */
  root: DetectedEpisode;
  /** Kinds of all episodes that overlap with it. */
  beside: ReadonlySet<EpisodeKind>;
  config: ConfigFacts;
  run: TestedRun;
  log: RunLog;
  /** First step of the root. */
  onset: number;
  /** The trouble was there from the run's first steps on. */
  fromStart: boolean;
  /** It was there at the very first point, before any update. */
  beforeUpdates: boolean;
  /** Largest learning rate around the onset over its level before. */
  rateJump: number;
  /** Learning rate around the onset over its highest so far. */
  rateLeft: number;
  /** Level of the loss just before the onset over the usual one: above 1 where it had begun to rise. */
  lossBeforeOnset: number;
  /** The loss of the onset's own step over its level before, usual or latest: taken before that step's update could do damage. */
  lossAtOnset: number;
  /** Gradient norm at the onset over its level before. */
  normAtOnset: number;
  /** Loss some points after the onset over its level before. */
  lossAfter: number;
  /** Update ratio some points after the onset over its level before. */
  updateRatioAfter: number;
  /** The loss multiplies by the same factor again and again: over 100 times in all, and no slower in its later half. */
  growsExponentially: boolean;
  /** Points from the onset to the root's peak. */
  pointsToPeak: number;
  /** Gradient norm before it, for a clipping threshold. */
  usualNorm: number;
}

/** Episodes less apart than this many points are taken for one chain of trouble. */
const chainPoints = 25;
/** Layers are logged more rarely than the network, and their level is known later. */
const fadingPoints = 60;
/** A level is a median of 9 points: it is dated a few of them off. */
const slackPoints = 10;
/** What began within so many points, or this share of the run, was there from the start. */
const startPoints = 30;
const startShare = 0.03;
/** Of a log of a few points its later half is no start. */
const startMostShare = 0.5;

export function causeContext(
  episode: DetectedEpisode,
  episodes: readonly DetectedEpisode[],
  log: RunLog,
  config: unknown,
): CauseContext {
  const facts = configFacts(
    config,
    log.series.map(({ name }) => name),
  );
  const network = networkOf(episode.series);
  const loss = log.find("loss", network) ?? log.find("loss") ?? log.find("loss", "discriminator");
  const norm = log.find("gradient-norm", network) ?? log.find("gradient-norm");
  const rate = log.find("learning-rate", network) ?? log.find("learning-rate");
  const ratio = log.find("update-ratio", network) ?? log.find("update-ratio");
  const any = loss ?? norm ?? log.series[0];
  const interval = any ? logInterval(any) : 1;
  const root = rootOf(episode, episodes, interval);
  const onset = root.startStep;
  const first = any?.step[0] ?? 0;
  const last = any?.step.at(-1) ?? 0;
  const usualRate = levelBefore(rate, onset);
  const usualLoss = levelBefore(loss, onset);
  return {
    episode,
    root,
    beside: new Set(
      episodes
        .filter((one) => one.startStep <= episode.endStep && one.endStep >= episode.startStep)
        .map(({ kind }) => kind),
    ),
    config: facts,
    run: testedRun(config),
    log,
    onset,
    // A log that begins midway does not show the start.
    fromStart:
      first <= startPoints * interval &&
      onset - first <= Math.max(startPoints * interval, startShare * (last - first)) &&
      onset - first <= startMostShare * (last - first),
    beforeUpdates:
      first <= interval &&
      (root.startStep <= first || (root.evidence.test === "zero" && valueAt(norm, first) === 0)),
    rateJump: largestNear(rate, onset, 2, 1) / usualRate,
    rateLeft: valueAt(rate, onset + interval) / largestNear(rate, onset, Number.MAX_SAFE_INTEGER, 0),
    lossAtOnset: valueAt(loss, onset) / Math.max(usualLoss, levelBefore(loss, onset, 3)),
    lossBeforeOnset: levelBefore(loss, onset, 5) / usualLoss,
    normAtOnset: valueAt(norm, onset) / levelBefore(norm, onset),
    lossAfter: levelFrom(loss, onset + 5 * interval) / usualLoss,
    updateRatioAfter: levelFrom(ratio, onset + 20 * interval) / levelBefore(ratio, onset),
    growsExponentially: isExponential(loss, onset, root.endStep),
    pointsToPeak: any ? indexAt(any, root.peakStep) - indexAt(any, onset) : 0,
    usualNorm: levelBefore(norm, onset),
  };
}

/** What follows from which: a loss or a gradient that is broken follows from the explosion that came just before it. */
const rank: Partial<Record<EpisodeKind, number>> = { exploding_gradient: 0, loss_divergence: 1 };
const follows: readonly EpisodeKind[] = [
  "non_finite",
  "vanishing_gradient",
  "dead_units",
  "loss_divergence",
  "plateau",
  "exploding_gradient",
  "mode_collapse",
];

function rootOf(
  episode: DetectedEpisode,
  episodes: readonly DetectedEpisode[],
  interval: number,
): DetectedEpisode {
  if (!follows.includes(episode.kind)) return episode;
  // What was learned may be lost over some time, and its level is a median that takes as long again to tell.
  const isLate = episode.kind === "vanishing_gradient" || episode.kind === "plateau";
  const chainSteps = (isLate ? fadingPoints : chainPoints) * interval;
  const causes = episodes.filter(
    (one) =>
      one !== episode &&
      one.severity !== "benign" &&
      rank[one.kind] !== undefined &&
      one.startStep <=
        episode.startStep + (episode.kind === "exploding_gradient" ? 0 : slackPoints * interval) &&
      episode.startStep - one.endStep <= chainSteps,
  );
  return causes.sort((a, b) => a.startStep - b.startStep)[0] ?? episode;
}

/** `gradient_norm/generator` and `discriminator_accuracy/fake` say which network they are about. */
export function networkOf(series: string): string {
  return /generator|discriminator|critic/.exec(series)?.[0] ?? "";
}

function isExponential(loss: ReplayedSeries | undefined, from: number, to: number): boolean {
  const start = Math.abs(levelFrom(loss, from, 5));
  const middle = Math.abs(levelFrom(loss, (from + to) / 2, 5));
  const end = Math.abs(levelBefore(loss, to + 1, 5));
  const early = Math.log(middle / start);
  const late = Math.log(end / middle);
  return early + late > Math.log(100) && late > 0.6 * early;
}
