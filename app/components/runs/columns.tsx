import type { ReactNode } from "react";
import { armNameOf } from "../../../db/contract/experiment";
import type { RunRow } from "../../../db/contract/read-models";
import { isEnded } from "../../../db/contract/statuses";
import { trainedTitle, workloads } from "../../../db/contract/workloads";
import { cx } from "../../format/class-names";
import { formatRemaining } from "../../format/duration";
import { formatExact, formatNumber, formatStep } from "../../format/number";
import { ArmName } from "../ui/arm-dot";
import { ProgressBar } from "../ui/progress-bar";
import { Duration, RelativeTime } from "../ui/relative-time";
import { RunState } from "../ui/run-state";
import { EpisodeBadges } from "../ui/severity";
import { progressOf, type RunGroup } from "./group-runs";
import type { ListedRun } from "./listed-run";
import { Sparkline } from "./sparkline";

export interface Column {
  key: string;
  heading: string;
  /** What the figures are, on hover of the heading. */
  explains?: string;
  sort?: string;
  width?: number;
  right?: boolean;
  cell: (run: ListedRun) => ReactNode;
  group?: (group: RunGroup) => ReactNode;
  /** Place in the card of a narrow screen; without one the cell is left out there. */
  card?: string;
}

/** Columns after the select box and the name, in their order. */
const standardColumns: readonly Column[] = [
  {
    key: "workload",
    heading: "Workload",
    sort: "workload",
    width: 152,
    cell: (run) => <span className="text-muted">{trainedTitle(run)}</span>,
  },
  {
    key: "arm",
    heading: "Arm",
    sort: "arm",
    width: 156,
    cell: (run) =>
      run.arm ? (
        <ArmName position={run.arm.position} name={run.arm.armName} />
      ) : (
        <span className="text-muted">
          <span className="md:hidden">{trainedTitle(run)}, </span>
          {armNameOf(run.interventions)}
        </span>
      ),
    card: "max-md:col-start-2 max-md:row-start-2",
  },
  {
    key: "seed",
    heading: "Seed",
    sort: "seed",
    width: 48,
    right: true,
    cell: (run) => run.seed,
    group: (group) => <span className="text-muted">{group.runs.length}</span>,
  },
  {
    key: "step",
    heading: "Step",
    sort: "step",
    width: 116,
    cell: (run) => (
      <Progress
        value={progressOf(run)}
        label={`Progress of ${run.name}`}
        tone={
          run.status === "diverged" || run.status === "crashed"
            ? "critical"
            : isEnded(run.status)
              ? "muted"
              : "accent"
        }
        text={
          <>
            {formatStep(run.step ?? 0)}
            {run.totalSteps > 0 && <span className="text-muted"> / {formatStep(run.totalSteps)}</span>}
          </>
        }
      />
    ),
    group: (group) => (
      <Progress
        value={group.progress}
        label={`Progress of ${group.title}`}
        tone={group.progress >= 1 ? "muted" : "accent"}
        text={`${Math.floor(group.progress * 100)} %`}
      />
    ),
    card: "max-md:col-start-2 max-md:row-start-3",
  },
  {
    key: "sparkline",
    heading: "Gradient norm",
    explains: "Norm of the network that matters most, over all steps, on a log scale; then its last value",
    width: 112,
    cell: (run) => <Sparkline sparkline={run.sparkline} label={`Gradient norm of ${run.name}`} />,
    card: "max-md:col-start-3 max-md:row-start-3 max-md:justify-self-end",
  },
  {
    key: "norm",
    heading: "Last",
    explains: "Last gradient norm, L2",
    sort: "lastGradientNorm",
    width: 78,
    right: true,
    cell: (run) => <Value value={run.lastGradientNorm} />,
    group: (group) => <Value value={group.meanGradientNorm} mean />,
  },
  {
    key: "loss",
    heading: "Loss",
    explains: "Last training loss, penalties included",
    sort: "lastLoss",
    width: 72,
    right: true,
    cell: (run) => <Value value={run.lastLoss} />,
    group: (group) => <Value value={group.meanLoss} mean />,
  },
  {
    key: "outcome",
    heading: "Outcome",
    explains: "Last value of what experiments on the workload are decided by",
    sort: "lastOutcome",
    width: 78,
    right: true,
    cell: (run) => <Value value={run.lastOutcome} title={workloads[run.workload].outcome.series} />,
    group: (group) => <Value value={group.meanOutcome} mean />,
  },
  {
    key: "episodes",
    heading: "Episodes",
    sort: "episodes",
    width: 100,
    cell: (run) => <EpisodeBadges episodes={run.episodes} unresolved />,
    group: (group) => <EpisodeBadges episodes={group.episodes} unresolved />,
    card: "max-md:col-start-3 max-md:row-start-2 max-md:justify-self-end",
  },
  {
    key: "started",
    heading: "Started",
    sort: "startedAt",
    width: 86,
    cell: (run) => (
      <span className="text-13 text-muted">
        {run.startedAt === null ? (
          isEnded(run.status) ? (
            "never"
          ) : (
            "not yet"
          )
        ) : (
          <RelativeTime timeMs={run.startedAt} />
        )}
      </span>
    ),
    card: "max-md:col-start-3 max-md:row-start-1 max-md:justify-self-end",
  },
  {
    key: "duration",
    heading: "Duration",
    width: 104,
    cell: (run) =>
      run.startedAt === null ? null : run.status === "running" && run.etaMs !== null ? (
        <span className="text-13">{formatRemaining(run.etaMs)}</span>
      ) : (
        <span className="text-13 text-muted">
          <Duration startedAt={run.startedAt} endedAt={run.endedAt} />
        </span>
      ),
  },
];

/** The columns of every table, and after the figures those that a person added. */
export function withAdded(names: readonly string[]): readonly Column[] {
  const place = standardColumns.findIndex(({ key }) => key === "episodes");
  return [...standardColumns.slice(0, place), ...names.map(addedColumn), ...standardColumns.slice(place)];
}

/** A setting or summary that a person added. */
function addedColumn(name: string, index: number): Column {
  return {
    key: name,
    heading: name.startsWith("config.") ? (name.split(".").at(-1) ?? name) : name,
    explains: name,
    sort: name,
    width: 140,
    right: true,
    cell: ({ values }) => {
      const value = values[index] ?? null;
      return typeof value === "string" ? (
        <span title={value}>{value}</span>
      ) : (
        <Value value={value} title={name} />
      );
    },
  };
}

export const stateAndName = {
  state: { heading: "State", sort: "status" as const, width: 108 },
  name: { heading: "Run", sort: "name" as const },
};

export function StateCell({ run }: { run: RunRow }) {
  return (
    <span title={run.message ?? undefined}>
      <span className="max-md:hidden">
        <RunState status={run.status} />
      </span>
      <span className="md:hidden">
        <RunState status={run.status} compact />
      </span>
    </span>
  );
}

function Progress({
  value,
  label,
  tone,
  text,
}: {
  value: number;
  label: string;
  tone: "accent" | "muted" | "critical";
  text: ReactNode;
}) {
  return (
    <span className="flex w-full flex-col gap-[3px] text-13 leading-4">
      <span>{text}</span>
      <ProgressBar value={value} label={label} tone={tone} />
    </span>
  );
}

function Value({ value, mean = false, title }: { value: number | null; mean?: boolean; title?: string }) {
  if (value === null) return null;
  return (
    <span
      className={cx(!Number.isFinite(value) && "font-medium text-critical", mean && "text-muted")}
      title={`${mean ? "mean of the group, " : ""}${title ? `${title}: ` : ""}${formatExact(value)}`}
    >
      {mean && <span className="sr-only">mean </span>}
      {formatNumber(value)}
    </span>
  );
}
