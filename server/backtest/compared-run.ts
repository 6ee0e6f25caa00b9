import { type ComparedEpisode, compareEpisodes } from "../../diagnostics/backtest/compare-episodes";
import { type LimitLine, LimitTrack } from "../../diagnostics/backtest/limit-track";
import { type Replay, replay } from "../../diagnostics/backtest/replay";
import { type DetectorId, detectors } from "../../diagnostics/detectors/registry";
import { isGlobalNorm, seriesRole } from "../../diagnostics/roles/series-role";
import { judgedWith } from "./judged-with";
import type { LoggedRun } from "./read-logged-runs";

/** Thresholds of one detector that differ from those that hold for a run. */
export type ThresholdValues = Readonly<Record<string, number>>;

/** One run under two settings of one detector. */
export interface ComparedRun {
  runId: string;
  steps: number;
  points: number;
  /** Series that the detector judges: those with an episode or a limit first, which are so many. */
  series: string[];
  telling: number;
  episodes: ComparedEpisode[];
  alarms: { before: number; after: number };
  limits: { before: LimitLine[]; after: LimitLine[] };
}

/** Places at which a limit is drawn: a small chart has no more pixels. */
const limitPlaces = 160;

export interface Judged {
  replay: Replay;
  limits: LimitLine[];
}

export function judge(run: LoggedRun, detector: DetectorId, values: ThresholdValues): Judged {
  const [first, last] = stepsOf(run);
  const limits = new LimitTrack(last - first + 1, limitPlaces);
  const options = { only: [detector], ...judgedWith(run, { thresholds: { [detector]: values } }) };
  return { replay: replay(run.series, options, limits.note), limits: limits.lines };
}

export function comparedRun(
  run: LoggedRun,
  detector: DetectorId,
  before: Judged,
  after: Judged,
): ComparedRun {
  const episodes = compareEpisodes(before.replay.episodes, after.replay.episodes);
  return {
    runId: run.file,
    steps: after.replay.steps,
    points: after.replay.points,
    ...judgedSeries(run, detector, episodes, after.limits),
    episodes,
    alarms: { before: alarmsOf(before), after: alarmsOf(after) },
    limits: { before: before.limits, after: after.limits },
  };
}

const alarmsOf = ({ replay: { episodes } }: Judged): number =>
  episodes.filter(({ alarmedAt }) => alarmedAt !== undefined).length;

function judgedSeries(
  run: LoggedRun,
  detector: DetectorId,
  episodes: readonly ComparedEpisode[],
  limits: readonly LimitLine[],
): Pick<ComparedRun, "series" | "telling"> {
  const reads = detectors.find(({ id }) => id === detector)?.reads ?? [];
  const names = run.series.map(({ name }) => name);
  const hasGlobalNorm = names.some(isGlobalNorm);
  const read = names.filter((name) =>
    reads.some((role) => role === (run.roles.get(name) ?? seriesRole(name, hasGlobalNorm)).role),
  );
  const named = episodes.flatMap(({ before, after }) => [before?.series ?? [], after?.series ?? []].flat());
  const telling = [...new Set([...named, ...limits.map(({ series }) => series)])].filter((name) =>
    names.includes(name),
  );
  return { series: [...new Set([...telling, ...byDepth(read)])], telling: telling.length };
}

/** Series of whole networks before those of their layers. */
const byDepth = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => a.split("/").length - b.split("/").length);

function stepsOf({ series }: LoggedRun): [first: number, last: number] {
  const firsts = series.map(({ step }) => step[0] ?? Number.POSITIVE_INFINITY);
  const lasts = series.map(({ step }) => step.at(-1) ?? 0);
  return [Math.min(...firsts), Math.max(0, ...lasts)];
}
