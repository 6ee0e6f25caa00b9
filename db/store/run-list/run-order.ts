import { GradiometerError } from "../../contract/errors";
import { type SummaryName, summaryNames } from "../../contract/run-filter";
import { type Sql, seriesNamed, seriesNames, seriesOfAll, summaryColumns } from "./filter-sql";
import { episodeCounts, seriesJoin } from "./run-rows";
import type { watchedSeriesSql } from "./watched-series";

/** What runs are put in order by, or are shown with: the expression, and the join that it needs besides those of every list. */
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
    text: "coalesce(episodes.criticalUnresolved * 1000000 + episodes.warningUnresolved * 1000 + episodes.benignUnresolved, 0)",
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

/**
 * The order of all runs: what it asks for is collected from an index once, not looked up run by run. Throws a
 * GradiometerError where there is no such order.
 */
export function orderOf(by: string): RunOrder {
  return orderBy(by, ({ value, from, where, parameters }) => ({
    text: "ordered.value",
    join: `LEFT JOIN (SELECT run_id, max(${value}) AS value FROM ${from} WHERE ${where} GROUP BY run_id) AS ordered
      ON ordered.run_id = run.id`,
    parameters,
  }));
}

/** The same for the few runs of a page, looked up one by one. */
export function valuesOf(by: string): RunOrder {
  return orderBy(by, ({ value, from, where, parameters }) => ({
    text: `(SELECT max(${value}) FROM ${from === seriesOfAll ? "series" : from} WHERE run_id = run.id AND ${where})`,
    join: "",
    parameters,
  }));
}

/** Rows of a table that name a run, of which the largest value counts. */
interface NamedRows {
  value: string;
  from: string;
  where: string;
  parameters: string[];
}

function orderBy(by: string, ofRows: (rows: NamedRows) => RunOrder): RunOrder {
  if (Object.hasOwn(columns, by))
    return { text: columns[by as keyof typeof columns], join: "", parameters: [] };
  if (Object.hasOwn(joined, by)) return { ...joined[by as keyof typeof joined], parameters: [] };
  if (by.startsWith("config."))
    return ofRows({
      value: "value",
      from: "run_setting",
      where: "path = ?",
      parameters: [by.slice("config.".length)],
    });
  const [, of, series] = /^(\w+)\((.+)\)$/.exec(by) ?? [];
  const column = summaryNames.includes(of as SummaryName) ? summaryColumns[of as SummaryName] : undefined;
  if (!column)
    throw new GradiometerError(
      "invalid",
      `Cannot sort by "${by}": expected one of ${runSortKeys.join(", ")}, config.<setting>, or ${summaryNames.map((name) => `${name}(<series>)`).join(", ")}`,
    );
  return ofRows({
    value: column,
    from: seriesOfAll,
    where: seriesNamed,
    parameters: seriesNames(series as string),
  });
}

function lastOf(which: Parameters<typeof watchedSeriesSql>[0]) {
  return { text: "watched.last_value", join: seriesJoin("watched", which) };
}
