import type { Hypothesis } from "../../db/contract/read-models";
import { type LeadTime, leadTimeOf } from "../backtest/lead-time";
import { type Replay, type ReplayedEpisode, type ReplayedSeries, replay } from "../backtest/replay";
import { causeContext } from "../causes/cause-context";
import { rankCauses } from "../causes/rank-causes";
import { logInterval, RunLog } from "../causes/run-log";
import type { MonitorOptions } from "../monitor-run";
import type { RoleName } from "../roles/role";

export interface DiagnosedEpisode extends ReplayedEpisode {
  /** The likeliest first; hypotheses, until an experiment supports one. */
  causes: Hypothesis[];
}

/** What can be said of a run from its log. */
export interface Diagnosis {
  steps: number;
  points: number;
  series: number;
  /** The worst first; of one severity the earliest. */
  episodes: DiagnosedEpisode[];
  /** The first alarm and the loss that was not finite any more, where that came later. */
  leadTime: LeadTime | undefined;
  /** What could not be judged and why, in sentences. */
  gaps: string[];
}

const rank = { critical: 0, warning: 1, benign: 2 };

/** Judges a whole run: its episodes with their likely causes, and what its log lacks for a judgement. */
export function diagnose(
  series: readonly ReplayedSeries[],
  { config, ...options }: MonitorOptions & { config?: unknown } = {},
): Diagnosis {
  const replayed = replay(series, options);
  const log = new RunLog(series, options.roles);
  return {
    steps: replayed.steps,
    points: replayed.points,
    series: series.length,
    episodes: replayed.episodes
      .map((episode) => ({
        ...episode,
        causes: rankCauses(causeContext(episode, replayed.episodes, log, config)),
      }))
      .sort((a, b) => rank[a.severity] - rank[b.severity] || a.startStep - b.startStep),
    leadTime: leadTimeOf(replayed),
    gaps: [...gapsOf(series, replayed), ...unknownRoles(log)],
  };
}

/** What a diagnosis without an episode says: no more than could be judged. */
export function quietSentence({ points, gaps }: Pick<Diagnosis, "points" | "gaps">): string {
  if (points === 0) return "Nothing could be judged.";
  return gaps.length > 0
    ? "No episode in what could be judged."
    : "No episode: nothing stands out from the run's own past.";
}

/** A log of a few points, of nothing but NaN, or without a gradient norm says little: say so. */
function gapsOf(series: readonly ReplayedSeries[], { points }: Replay): string[] {
  if (points === 0) return ["The log holds no points."];
  const gaps: string[] = [];
  const finite = series.reduce((sum, { value }) => sum + value.filter(Number.isFinite).length, 0);
  if (finite === 0) gaps.push(`None of its ${points} values is finite.`);
  const longest = Math.max(...series.map(({ step }) => step.length));
  if (longest < 20)
    gaps.push(
      `Its longest series has ${longest === 1 ? "1 point" : `${longest} points`}: too few to learn what is usual for the run; 100 are enough.`,
    );
  const interval = Math.min(...series.filter(({ step }) => step.length > 1).map((one) => logInterval(one)));
  if (interval > 50 && Number.isFinite(interval))
    gaps.push(`It is logged every ${interval} steps: spikes of a few steps are seen by luck only.`);
  return gaps;
}

/** What most detectors read, where no series is known by its name to be that. */
function unknownRoles(log: RunLog): string[] {
  if (log.series.length === 0) return [];
  const hasNorm = log.has("gradient-norm") || log.has("layer-gradient-norm");
  const hasLoss = log.has("loss");
  if (hasNorm && hasLoss) return [];
  const lacks = hasNorm ? "no loss" : hasLoss ? "no gradient norm" : "neither a loss nor a gradient norm";
  const names = log.series.map(({ name }) => name);
  const [example, role] = suggestedRole(log, hasNorm, hasLoss);
  const more = names.length > namesShown ? ", ..." : "";
  return [
    `It has ${lacks} that is known by its name, so that less can be judged; tell a series' role by --role "${example}=${role}". It logs ${names.slice(0, namesShown).join(", ")}${more}.`,
  ];
}

const namesShown = 8;
const likeNorm = /grad|norm/i;
const likeLoss = /loss|nll|entropy|likelihood|error|cost|bits|mse|elbo/i;
const counts = /epoch|step|time|iter/i;

/** The series to try for what is missing, by what its name resembles. What has a meaning already is hardly the one. */
function suggestedRole(log: RunLog, hasNorm: boolean, hasLoss: boolean): [string, RoleName] {
  const unknown = log.series.map(({ name }) => name).filter((name) => log.roleOf(name) === "none");
  const norm = hasNorm ? undefined : unknown.find((name) => likeNorm.test(name));
  if (norm !== undefined) return [norm, "gradient-norm"];
  const loss = hasLoss ? undefined : unknown.find((name) => likeLoss.test(name));
  if (loss !== undefined) return [loss, "loss"];
  const any = unknown.find((name) => !counts.test(name) && !(hasLoss && likeLoss.test(name)));
  return [any ?? "<series>", hasNorm ? "loss" : "gradient-norm"];
}
