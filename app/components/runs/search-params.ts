import { parseRunFilter, readsAsFilter } from "../../../db/contract/run-filter";
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

/** Whether a text names a setting or a summary of a series, as the server takes it. */
export function isNamedValue(text: string): boolean {
  return /^config\.[^\s,]+$|^(?:last|min|max|count|non_finite)\([^\s,()]+\)$/.test(text);
}

/** Columns that a person may add. */
export const MOST_COLUMNS = 12;

export const groupings = ["none", "experiment", "arm"] as const;
export type Grouping = (typeof groupings)[number];

/** A column with its direction, or `config.<setting>` or `last(<series>)`; null is the latest start first. */
export type Sort = { by: string; descending: boolean } | null;

const sort: Parameter<Sort> = {
  read: ([text = ""]) => {
    const descending = text.startsWith("-");
    const by = descending ? text.slice(1) : text;
    return isNamedValue(by) || runSorts.some((name) => name === by) ? { by, descending } : null;
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
  /** Settings and summaries that the table shows besides: `config.lr`, `max(gradient_norm)`. */
  show: list(),
  group: choice(groupings, "none"),
};
export type RunsState = StateOf<typeof parameters>;
export const runsSearch = codecOf(parameters);

/** What the server is asked for a state of the page. */
export function runsQuery(state: RunsState) {
  const text = state.q.trim();
  const isFilter = readsAsFilter(text);
  return {
    search: isFilter ? undefined : text.slice(0, 200) || undefined,
    filter: isFilter && filterFault(text) === null ? text : undefined,
    statuses: state.status.length > 0 ? [...state.status] : undefined,
    workloads: state.workload.length > 0 ? [...state.workload] : undefined,
    experimentId: state.experiment || undefined,
    sort: state.sort ?? undefined,
    columns: state.show.filter(isNamedValue).slice(0, MOST_COLUMNS),
    limit: PAGE_ROWS,
  };
}

/** Where the page of rows after one begins. */
export const nextPage = {
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor,
};

/** Rows read at once; the next ones when the table is scrolled near its end. */
export const PAGE_ROWS = 200;

/** Why a text in the search field that is meant as a filter is none yet; null where it is one, or plain words. */
export function filterFault(text: string): string | null {
  if (!readsAsFilter(text)) return null;
  try {
    parseRunFilter(text, Date.now());
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Clicking a column: its better order first, then the other, then none. */
export function nextSort(current: Sort, by: string): Sort {
  const first = by !== "name" && by !== "workload" && by !== "arm" && by !== "status" && by !== "seed";
  if (current?.by !== by) return { by, descending: first };
  return current.descending === first ? { by, descending: !first } : null;
}
