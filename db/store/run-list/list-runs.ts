import { z } from "zod";
import type { RunRow } from "../../contract/read-models";
import { parseRunFilter } from "../../contract/run-filter";
import { RunStatus } from "../../contract/statuses";
import { type WorkloadName, workloadNames } from "../../contract/workloads";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { parseInput } from "../invalid-input";
import { filterHint } from "./filter-hint";
import { filterSql, type Sql } from "./filter-sql";
import { afterCursor, cursorOf, type Place } from "./run-cursor";
import { orderOf, type RunOrder, valuesOf } from "./run-order";
import { getRunRows, named } from "./run-rows";

export const ListRuns = z.object({
  /** Every word must occur in the name, id, workload, status, seed, arm, interventions or tags. */
  search: z.string().max(200).optional(),
  /** In the language of docs/filters.md: `config.lr > 1e-3 and last(gradient_norm) > 10`. */
  filter: z.string().max(2000).optional(),
  statuses: z.array(RunStatus).optional(),
  workloads: z.array(z.enum(workloadNames as [WorkloadName, ...WorkloadName[]])).optional(),
  experimentId: z.string().optional(),
  /** By default the latest start first: what trains now, then what ended, then what waits. */
  sort: z
    .object({
      /** A column (`runSortKeys`), `config.<setting>` or a summary of a series, `last(<series>)`. */
      by: z.string().max(300),
      descending: z.boolean().default(false),
    })
    .default({ by: "startedAt", descending: true }),
  /** Settings and summaries to read besides, in the form of `sort.by`: `config.lr`, `max(gradient_norm)`. */
  columns: z.array(z.string().max(300)).max(12).default([]),
  limit: z.number().int().min(1).max(1000).default(200),
  /** Of the page before: where this one begins. */
  cursor: z.string().max(2000).nullish(),
});
export type ListRuns = z.input<typeof ListRuns>;

export interface RunPage {
  rows: RunRow[];
  /** Of each row, what `columns` asks for; null where the run has none. */
  values: (number | string | null)[][];
  /** How many runs match in all. */
  total: number;
  /** Null on the last page. */
  nextCursor: string | null;
  /** Where nothing matches: a name in the filter that no run has, and what may have been meant. */
  hint: string | null;
}

/** A page of the runs table. Missing values come last whichever way; equal ones, the latest created first. */
export function listRuns(db: Database, input: ListRuns = {}): RunPage {
  const query = parseInput("run query", ListRuns, input);
  const filter = query.filter?.trim() ? parseRunFilter(query.filter, Date.now()) : undefined;
  const matches = allOf([...conditionsOf(query), ...(filter ? [filterSql(filter)] : [])]);
  const order = orderOf(query.sort.by);
  return inSnapshot(db, () => {
    const found = selectPage(db, matches, order, query);
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    const total = found[0]?.total ?? countOf(db, matches);
    return {
      rows: getRunRows(
        db,
        page.map(({ id }) => id),
      ),
      values: readValues(db, page, query.columns),
      total,
      nextCursor: last && found.length > page.length ? cursorOf(last) : null,
      hint: filter && total === 0 ? filterHint(db, filter) : null,
    };
  });
}

/** A run in its place, and how many there are in all. */
interface FoundRun extends Place {
  id: string;
  total: number;
}

const everything: Sql = { text: "1", parameters: [] };

function countOf(db: Database, { text, parameters }: Sql): number {
  return db
    .statement(`SELECT count(*) FROM ${named} WHERE ${text}`)
    .pluck()
    .get(...parameters) as number;
}

function readValues(db: Database, page: readonly FoundRun[], columns: readonly string[]) {
  const ids = JSON.stringify(page.map(({ id }) => id));
  const found = columns.map((column) => {
    const { text, join, parameters } = valuesOf(column);
    const rows = db
      .statement(
        `SELECT run.id, ${text} AS value FROM ${named} ${join} WHERE run.id IN (SELECT value FROM json_each(?))`,
      )
      .all(...parameters, ids) as { id: string; value: number | string | null }[];
    return new Map(rows.map(({ id, value }) => [id, value === "NaN" ? Number.NaN : value]));
  });
  return page.map(({ id }) => found.map((values) => values.get(id) ?? null));
}

/** One more than the page, which tells whether there is another. */
function selectPage(
  db: Database,
  matches: Sql,
  order: RunOrder,
  { sort, limit, cursor }: z.output<typeof ListRuns>,
): FoundRun[] {
  const after = cursor ? afterCursor(cursor, sort.descending) : everything;
  const direction = sort.descending ? "DESC" : "ASC";
  return db
    .statement(
      `SELECT * FROM (
         SELECT run.id, ${order.text} AS value, run.created_at AS createdAt, run.rowid AS rowid,
           count(*) OVER () AS total
         FROM ${named} ${order.join} WHERE ${matches.text}
       ) WHERE ${after.text}
       ORDER BY value ${direction} NULLS LAST, createdAt DESC, rowid DESC LIMIT ?`,
    )
    .all(...order.parameters, ...matches.parameters, ...after.parameters, limit + 1) as FoundRun[];
}

function conditionsOf(query: z.output<typeof ListRuns>): Sql[] {
  const oneOf = (column: string, values: readonly string[] | undefined): Sql[] =>
    values
      ? [{ text: `${column} IN (SELECT value FROM json_each(?))`, parameters: [JSON.stringify(values)] }]
      : [];
  const words = query.search?.split(/\s+/).filter(Boolean) ?? [];
  return [
    ...oneOf("run.status", query.statuses),
    ...oneOf("run.workload", query.workloads),
    ...oneOf("run.experiment_id", query.experimentId === undefined ? undefined : [query.experimentId]),
    ...words.map((word) => ({
      text: `${searchedText} LIKE ? ESCAPE '\\'`,
      parameters: [`%${word.replace(/[\\%_]/g, "\\$&")}%`],
    })),
  ];
}

const searchedText =
  "(run.name || ' ' || run.id || ' ' || run.workload || ' ' || run.status || ' seed ' || run.seed || ' ' || " +
  "coalesce(arm.name, '') || ' ' || run.interventions || " +
  "coalesce((SELECT ' ' || group_concat(tag, ' ') FROM run_tag WHERE run_tag.run_id = run.id), ''))";

function allOf(conditions: Sql[]): Sql {
  if (conditions.length === 0) return everything;
  return {
    text: conditions.map(({ text }) => text).join(" AND "),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
