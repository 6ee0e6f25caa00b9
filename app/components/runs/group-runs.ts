import { sumEpisodes } from "../../../db/contract/episode-counts";
import type { EpisodeCounts, RunRow } from "../../../db/contract/read-models";
import type { RunStatus } from "../../../db/contract/statuses";
import type { ListedRun } from "./listed-run";
import type { Grouping } from "./search-params";

export interface RunGroup {
  key: string;
  title: string;
  experimentId: string | null;
  /** Order of the arm within its experiment, for its colour; null where a group spans arms. */
  position: number | null;
  runs: ListedRun[];
  statuses: Partial<Record<RunStatus, number>>;
  progress: number;
  episodes: EpisodeCounts;
  /** Means over the runs that have a finite value. */
  meanLoss: number | null;
  meanGradientNorm: number | null;
  meanOutcome: number | null;
}

/** A line of the table: a run, or the heading of the group that follows. */
export type TableLine = { type: "run"; run: ListedRun } | { type: "group"; group: RunGroup; open: boolean };

/** Groups in the order of their first run; arms of one experiment stay together, in their own order. */
export function groupRuns(runs: readonly ListedRun[], grouping: Exclude<Grouping, "none">): RunGroup[] {
  const groups = new Map<string, ListedRun[]>();
  for (const run of runs) {
    const key = groupKey(run, grouping);
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  const described = [...groups].map(([key, members]) => describeGroup(key, members, grouping));
  if (grouping === "experiment") return described;
  const experimentOrder = new Map<string | null, number>();
  for (const { experimentId } of described)
    if (!experimentOrder.has(experimentId)) experimentOrder.set(experimentId, experimentOrder.size);
  return described.sort(
    (a, b) =>
      (experimentOrder.get(a.experimentId) ?? 0) - (experimentOrder.get(b.experimentId) ?? 0) ||
      (a.position ?? 0) - (b.position ?? 0),
  );
}

/** Lines to draw; the runs of a closed group are left out. */
export function tableLines(
  runs: readonly ListedRun[],
  grouping: Grouping,
  closed: ReadonlySet<string>,
): TableLine[] {
  if (grouping === "none") return runs.map((run) => ({ type: "run", run }));
  return groupRuns(runs, grouping).flatMap((group): TableLine[] => {
    const open = !closed.has(group.key);
    const heading: TableLine = { type: "group", group, open };
    return open ? [heading, ...group.runs.map((run): TableLine => ({ type: "run", run }))] : [heading];
  });
}

function groupKey({ arm }: RunRow, grouping: Exclude<Grouping, "none">): string {
  if (!arm) return "";
  return grouping === "experiment" ? arm.experimentId : arm.armId;
}

function describeGroup(key: string, runs: ListedRun[], grouping: Exclude<Grouping, "none">): RunGroup {
  const arm = runs[0]?.arm ?? null;
  const statuses: RunGroup["statuses"] = {};
  let progress = 0;
  for (const run of runs) {
    statuses[run.status] = (statuses[run.status] ?? 0) + 1;
    progress += progressOf(run) / runs.length;
  }
  return {
    key,
    title: !arm
      ? "Runs on their own"
      : grouping === "experiment"
        ? arm.experimentName
        : `${arm.experimentName} / ${arm.armName}`,
    experimentId: arm?.experimentId ?? null,
    position: grouping === "arm" && arm ? arm.position : null,
    runs,
    statuses,
    progress,
    episodes: sumEpisodes(runs.map(({ episodes }) => episodes)),
    // Outcomes and losses of different workloads are different things and have no mean.
    meanLoss: meanOf(runs, (run) => run.lastLoss),
    meanGradientNorm: meanOf(runs, (run) => run.lastGradientNorm),
    meanOutcome: meanOf(runs, (run) => run.lastOutcome),
  };
}

/** An ended run has done all it will do. */
export function progressOf(run: RunRow): number {
  if (run.status === "finished") return 1;
  return run.totalSteps > 0 ? Math.min(1, (run.step ?? 0) / run.totalSteps) : 0;
}

function meanOf(runs: readonly RunRow[], read: (run: RunRow) => number | null): number | null {
  if (new Set(runs.map((run) => run.workload)).size > 1) return null;
  const values = runs.map(read).filter((value) => value !== null && Number.isFinite(value)) as number[];
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
