import type { EpisodeKind } from "../../../db/contract/episode";
import type { SeriesRole } from "../../roles/role";
import { isGlobalNorm, seriesRole } from "../../roles/series-role";
import type { Replay, ReplayedEpisode, ReplayedSeries } from "../replay";

/** A rule of another program, as far as it can be judged from a log: for comparison in backtests, never for alerts. */
export interface Baseline {
  id: string;
  /** The rule in one sentence. */
  rule: string;
  source: string;
  kinds: readonly EpisodeKind[];
  /** A judge of one series: the kind that it raises at a point, if any. */
  watch(role: SeriesRole): ((value: number) => EpisodeKind | undefined) | undefined;
}

/** Points without an alarm after which the next one is another episode. */
const mergePoints = 50;

/** Replays a baseline over a run; alarms of one kind and series that lie close are one episode. */
export function replayBaseline(baseline: Baseline, series: readonly ReplayedSeries[]): Replay {
  const hasGlobal = series.some(({ name }) => isGlobalNorm(name));
  const episodes: ReplayedEpisode[] = [];
  let points = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  let firstNonFiniteStep: number | undefined;
  for (const { name, step, value } of series) {
    points += step.length;
    first = Math.min(first, step[0] ?? first);
    last = Math.max(last, step.at(-1) ?? last);
    const role = seriesRole(name, hasGlobal);
    const judge = baseline.watch(role);
    const open = new Map<EpisodeKind, { episode: ReplayedEpisode; index: number }>();
    for (const [index, at] of step.entries()) {
      const now = value[index] as number;
      if (role.role === "loss" && !Number.isFinite(now))
        firstNonFiniteStep = Math.min(firstNonFiniteStep ?? at, at);
      const kind = judge?.(now);
      if (!kind) continue;
      const known = open.get(kind);
      if (known && index - known.index < mergePoints) {
        known.episode.endStep = at;
        known.index = index;
        continue;
      }
      const episode = alarm(kind, name, at, now, baseline);
      episodes.push(episode);
      open.set(kind, { episode, index });
    }
  }
  return { episodes, points, steps: points === 0 ? 0 : last - first + 1, firstNonFiniteStep };
}

const alarm = (
  kind: EpisodeKind,
  series: string,
  step: number,
  value: number,
  { id, rule }: Baseline,
): ReplayedEpisode => ({
  kind,
  series,
  startStep: step,
  endStep: step,
  alarmStep: step,
  alarmedAt: step,
  peakStep: step,
  peakValue: value,
  severity: "warning",
  severityReason: `The rule of ${id}`,
  state: "closed",
  evidence: { test: id, sentence: rule, values: {}, window: { firstStep: step, lastStep: step } },
});

/** Whether a series is the gradient norm of a network or of a layer. */
export const isNorm = ({ role }: SeriesRole): boolean =>
  role === "gradient-norm" || role === "layer-gradient-norm";
