import type { Comparison, FieldName, Literal, RunFilter, SummaryName } from "../../contract/run-filter";
import { unresolvedStates } from "../../contract/triage";
import { triageStateText } from "../episodes/triage-state";

/** A piece of SQL and what its question marks stand for. */
export interface Sql {
  text: string;
  parameters: unknown[];
}

/** The condition on `run` (joined with `arm` and `experiment`) that a filter asks for. */
export function filterSql(filter: RunFilter): Sql {
  if (filter.type === "comparison") return comparisonSql(filter);
  if (filter.type === "not") {
    const { text, parameters } = filterSql(filter.part);
    // Null is neither true nor false, and its opposite no more so: what is unknown does not match, so its opposite does.
    return { text: `NOT coalesce(${text}, 0)`, parameters };
  }
  const parts = filter.parts.map(filterSql);
  return {
    text: `(${parts.map(({ text }) => text).join(filter.type === "and" ? " AND " : " OR ")})`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

const columns: Record<Exclude<FieldName, "tag" | "intervention">, string> = {
  id: "run.id",
  name: "run.name",
  workload: "run.workload",
  status: "run.status",
  arm: "arm.name",
  experiment: "coalesce(experiment.name, run.experiment_id)",
  backend: "run.backend",
  message: "run.message",
  seed: "run.seed",
  step: "run.step",
  steps: "run.total_steps",
  progress: "run.step * 1.0 / nullif(run.total_steps, 0)",
  steps_per_second: "run.steps_per_second",
  created: "run.created_at",
  started: "run.started_at",
  ended: "run.ended_at",
  duration: "(coalesce(run.ended_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)) - run.started_at)",
};

/** Of a row of series; a filter and an order take the same. */
export const summaryColumns: Record<SummaryName, string> = {
  last: "series.last_value",
  min: "series.min",
  max: "series.max",
  count: "series.count",
  non_finite: "series.non_finite",
};

/** Where people have put an episode is what badges go by: its own history, and the rule for its kind. */
const isUnresolved = `${triageStateText} IN (${unresolvedStates.map((state) => `'${state}'`).join(", ")})`;

function comparisonSql(comparison: Comparison): Sql {
  const { subject } = comparison;
  switch (subject.type) {
    case "config":
      return among(comparison, "run_setting", "run_setting.value", "run_setting.path = ?", [subject.path]);
    case "summary":
      return among(
        comparison,
        seriesOfAll,
        summaryColumns[subject.of],
        seriesNamed,
        seriesNames(subject.series),
      );
    case "episodes": {
      const ofKind = subject.kind === "" ? "" : " AND episode.kind = ?";
      const left = subject.unresolved ? ` AND ${isUnresolved}` : "";
      const table = subject.unresolved ? "episode LEFT JOIN muted_kind USING (run_id, kind)" : "episode";
      const count = `(SELECT count(*) FROM ${table} WHERE episode.run_id = run.id AND episode.abandoned_at IS NULL${left}${ofKind})`;
      return compared(count, comparison, subject.kind === "" ? [] : [subject.kind]);
    }
    case "field":
      if (subject.name === "tag") return among(comparison, "run_tag", "run_tag.tag", "1", []);
      if (subject.name === "intervention") return ofIntervention(comparison);
      return compared(columns[subject.name], comparison, []);
  }
}

/**
 * A series by its name, or by the first part of it: last(loss) is of loss/generator too. Any of them may match. The first
 * two comparisons bound one stretch of an index, "0" being the character after "/"; the others leave out loss.old and the
 * like, which lie in between.
 */
export const seriesNamed = "series.name >= ? AND series.name < ? AND (series.name = ? OR series.name > ?)";
export const seriesNames = (name: string): string[] => [name, `${name}0`, name, `${name}/`];

const summary = "run_id, name, last_value, min, max, count, non_finite";

/** The series of all runs, to be found by name: those of runs that ended in an index that holds their summaries too. */
export const seriesOfAll = `(SELECT ${summary} FROM series WHERE ended = 1
  UNION ALL SELECT ${summary} FROM series WHERE ended = 0) AS series`;

/**
 * Whether one of a run's rows in a table compares so. Not equal, and null, are of the run: none of its rows does. The rows
 * of all runs are found first, by an index. The plus keeps SQLite from looking up each run that they name: an index over
 * all runs is short, where a run with its config fills a page.
 */
function among(comparison: Comparison, table: string, value: string, where: string, names: string[]): Sql {
  const isOpposite = comparison.operator === "!=" || comparison.operator === "!~";
  const [only] = comparison.values;
  const rows = (condition: string) =>
    `+run.id IN (SELECT run_id FROM ${table} WHERE ${where} AND ${condition})`;
  if (only === null)
    return { text: `${isOpposite ? "" : "NOT "}${rows(`${value} IS NOT NULL`)}`, parameters: names };
  const same = { ...comparison, operator: comparison.operator.replace("!", "") } as Comparison;
  const { text, parameters } = compared(value, isOpposite ? same : comparison, [], true);
  return { text: `${isOpposite ? "NOT " : ""}${rows(text)}`, parameters: [...names, ...parameters] };
}

function ofIntervention(comparison: Comparison): Sql {
  const isOpposite = comparison.operator === "!=" || comparison.operator === "!~";
  const none = comparison.values[0] === null;
  if (none)
    return {
      text: `json_array_length(run.interventions) ${comparison.operator === "=" ? "=" : ">"} 0`,
      parameters: [],
    };
  const same = { ...comparison, operator: comparison.operator.replace("!", "") } as Comparison;
  const { text, parameters } = compared("json_extract(value, '$.name')", isOpposite ? same : comparison, []);
  return {
    text: `${isOpposite ? "NOT " : ""}EXISTS (SELECT 1 FROM json_each(run.interventions) WHERE ${text})`,
    parameters,
  };
}

function compared(
  value: string,
  { operator, values }: Comparison,
  before: unknown[],
  mayBeText = false,
): Sql {
  const [first] = values as [Literal];
  if (operator === "in")
    return {
      text: `${value} IN (${values.map(() => "?").join(", ")})`,
      parameters: [...before, ...values.map(toSql)],
    };
  if (first === null)
    return { text: `${value} IS ${operator === "=" ? "" : "NOT "}NULL`, parameters: before };
  if (operator === "~" || operator === "!~")
    return {
      text: `coalesce(${value}, '') ${operator === "~" ? "" : "NOT "}LIKE ? ESCAPE '\\'`,
      parameters: [...before, `%${String(first).replace(/[\\%_]/g, "\\$&")}%`],
    };
  const parameters = [...before, toSql(first)];
  if (operator === "!=") return { text: `${value} IS NOT ?`, parameters };
  // SQLite orders every text after every number, and NaN is kept as the text 'NaN'.
  const alike = `typeof(${value}) ${typeof first === "string" ? "=" : "<>"} 'text'`;
  return {
    text: `(${value} ${operator} ?${mayBeText && operator !== "=" ? ` AND ${alike}` : ""})`,
    parameters,
  };
}

function toSql(value: Literal): number | string | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" && Number.isNaN(value) ? "NaN" : value;
}
