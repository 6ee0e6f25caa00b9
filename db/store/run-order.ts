import { GradiometerError } from "../contract/errors";
import { type SummaryName, summaryNames } from "../contract/run-filter";
import { type Sql, seriesNamed, seriesNames, summaryColumns } from "./filter-sql";
import { episodeCounts, seriesJoin } from "./run-rows";
import type { watchedSeriesSql } from "./watched-series";

/** What runs are put in order by: the expression, and the join that it needs besides those of every list. */
export interface RunOrder extends Sql {
  join: string;
}

const columns = {
  name: "run.name COLLATE NOCASE",
  workload: "run.workload",
  status: "run.status",
  seed: "run.seed",
  arm: "arm.position",
  backend: "run.backend",
  step: "run.step",
  progress: "run.step * 1.0 / run.total_steps",
  stepsPerSecond: "run.steps_per_second",
  createdAt: "run.created_at",
  startedAt: "run.started_at",
  endedAt: "run.ended_at",
} as const;

const joined = {
  episodes: {
    text: "coalesce(episodes.critical * 1000000 + episodes.warning * 1000 + episodes.benign, 0)",
    join: episodeCounts,
  },
  lastLoss: lastOf("loss"),
  lastGradientNorm: lastOf("gradientNorm"),
  lastOutcome: lastOf("outcome"),
};

/** Columns of the runs table. Besides them `config.<setting>`, and `last(<series>)` and the other summaries. */
export const runSortKeys = [...Object.keys(columns), ...Object.keys(joined)] as (
  | keyof typeof columns
  | keyof typeof joined
)[];

/** Throws a GradiometerError where there is no such order. */
export function orderOf(by: string): RunOrder {
  if (by in columns) return { text: columns[by as keyof typeof columns], join: "", parameters: [] };
  if (by in joined) return { ...joined[by as keyof typeof joined], parameters: [] };
  if (by.startsWith("config."))
    return {
      text: "(SELECT value FROM run_setting WHERE run_id = run.id AND path = ?)",
      join: "",
      parameters: [by.slice("config.".length)],
    };
  const [, of, series] = /^(\w+)\((.+)\)$/.exec(by) ?? [];
  const column = summaryColumns[of as SummaryName];
  if (!column)
    throw new GradiometerError(
      "invalid",
      `Cannot sort by "${by}": expected one of ${runSortKeys.join(", ")}, config.<setting>, or ${summaryNames.map((name) => `${name}(<series>)`).join(", ")}`,
    );
  return {
    text: `(SELECT max(${column}) FROM series WHERE run_id = run.id AND ${seriesNamed})`,
    join: "",
    parameters: seriesNames(series!),
  };
}

function lastOf(which: Parameters<typeof watchedSeriesSql>[0]) {
  return { text: "watched.last_value", join: seriesJoin("watched", which) };
}
