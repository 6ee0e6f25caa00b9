import type { EpisodeBand } from "../../charts/episode-shapes";
import type { GuardMark } from "../../charts/guard-marks";
import { formatNumber, formatStep, plural } from "../../format/number";
import type { RunChart } from "./run-chart";

/** A chart in words: each line with its range and last value, and the episodes on it. */
export function describeChart(
  chart: Pick<RunChart, "title" | "unit" | "lines">,
  episodes: readonly EpisodeBand[],
  guardActions: readonly GuardMark[] = [],
  over = "steps",
): string {
  const names = new Set(chart.lines.map((line) => line.name));
  const own = episodes.filter((episode) => names.has(episode.series));
  const lines = chart.lines.map(({ label, summary }) => {
    const bad = summary.nonFinite > 0 ? `, ${plural(summary.nonFinite, "non-finite value")}` : "";
    return `${label} from ${formatNumber(summary.min)} to ${formatNumber(summary.max)}, last ${formatNumber(summary.lastValue)} at step ${formatStep(summary.lastStep)}${bad}`;
  });
  const found =
    own.length === 0
      ? "no episodes"
      : `${plural(own.length, "episode")}, the first at step ${formatStep(own[0]?.startStep)}`;
  return `${chart.title}${chart.unit ? ` in ${chart.unit}` : ""} over ${over}: ${lines.join("; ")}; ${found}${describeGuardActions(guardActions)}.`;
}

/** What guardrails did, to end a sentence; empty where they did nothing. */
export const describeGuardActions = (actions: readonly GuardMark[]): string =>
  actions.length === 0
    ? ""
    : `; ${plural(actions.length, "action")} of guardrails, the first at step ${formatStep(actions[0]?.step)}`;
