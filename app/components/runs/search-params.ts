import { runStatuses } from "../../../db/contract/statuses";
import { workloadNames } from "../../../db/contract/workloads";
import { choice, codecOf, list, type Parameter, type StateOf, text } from "../../url/parameters";

export const runSorts = [
  "createdAt",
  "startedAt",
  "name",
  "workload",
  "status",
  "arm",
  "seed",
  "step",
  "episodes",
  "lastLoss",
  "lastGradientNorm",
  "lastOutcome",
] as const;
export type RunSort = (typeof runSorts)[number];

export const groupings = ["none", "experiment", "arm"] as const;
export type Grouping = (typeof groupings)[number];

/** A column with its direction; null is the latest start first. */
export type Sort = { by: RunSort; descending: boolean } | null;

const sort: Parameter<Sort> = {
  read: ([text = ""]) => {
    const descending = text.startsWith("-");
    const by = runSorts.find((name) => name === (descending ? text.slice(1) : text));
    return by ? { by, descending } : null;
  },
  write: (value) => (value ? [`${value.descending ? "-" : ""}${value.by}`] : []),
};

/** `?q=ring&status=running,queued&workload=ring-gan&sort=-lastLoss&group=arm` */
const parameters = {
  q: text(),
  status: list(runStatuses),
  workload: list(workloadNames),
  experiment: text(),
  sort,
  group: choice(groupings, "none"),
};
export type RunsState = StateOf<typeof parameters>;
export const runsSearch = codecOf(parameters);

/** What the server is asked for a state of the page. */
export function runsQuery(state: RunsState) {
  return {
    search: state.q.trim().slice(0, 200) || undefined,
    statuses: state.status.length > 0 ? [...state.status] : undefined,
    workloads: state.workload.length > 0 ? [...state.workload] : undefined,
    experimentId: state.experiment || undefined,
    sort: state.sort ?? undefined,
    limit: RUNS_READ,
  };
}

/** The most the server gives at once; beyond it the page asks to narrow the filter. */
export const RUNS_READ = 1000;

/** Clicking a column: its better order first, then the other, then none. */
export function nextSort(current: Sort, by: RunSort): Sort {
  const first = by !== "name" && by !== "workload" && by !== "arm" && by !== "status" && by !== "seed";
  if (current?.by !== by) return { by, descending: first };
  return current.descending === first ? { by, descending: !first } : null;
}
