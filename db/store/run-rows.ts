import { z } from "zod";
import type { Database } from "../connection";
import type { RunRow } from "../contract/read-models";
import { isEnded, RunStatus } from "../contract/statuses";
import { type WorkloadName, workloadNames } from "../contract/workloads";
import { fromColumn } from "../schema/encoded-number";
import { inSnapshot } from "../transaction";
import { armReference } from "./arm-reference";
import { parseInput } from "./invalid-input";
import { readEpisodeMarks, readSparkline } from "./read-sparkline";
import { watchedSeries, watchedSeriesSql } from "./watched-series";

/** What the runs table sorts by: column of the page -> SQL. Null sorts last whichever way. */
const sortColumns = {
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
  episodes: "episodes.critical * 1000000 + episodes.warning * 1000 + episodes.benign",
  lastLoss: "loss.last_value",
  lastGradientNorm: "gradient.last_value",
  lastOutcome: "outcome.last_value",
} as const;
export const runSortKeys = Object.keys(sortColumns) as (keyof typeof sortColumns)[];

export const ListRuns = z.object({
  /** Every word must occur in the name, id, workload, status, seed, arm, interventions or tags. */
  search: z.string().max(200).optional(),
  statuses: z.array(RunStatus).optional(),
  workloads: z.array(z.enum(workloadNames as [WorkloadName, ...WorkloadName[]])).optional(),
  experimentId: z.string().optional(),
  /** By default the latest start first: what trains now, then what ended, then what waits. */
  sort: z
    .object({
      by: z.enum(runSortKeys as [keyof typeof sortColumns, ...(keyof typeof sortColumns)[]]),
      descending: z.boolean().default(false),
    })
    .default({ by: "startedAt", descending: true }),
  limit: z.number().int().min(1).max(1000).default(200),
  offset: z.number().int().min(0).default(0),
});
export type ListRuns = z.input<typeof ListRuns>;

/** A page of the runs table and how many runs the filter matches in all. */
export function listRuns(db: Database, input: ListRuns = {}): { rows: RunRow[]; total: number } {
  const query = parseInput("run query", ListRuns, input);
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const oneOf = (column: string, values: readonly string[] | undefined) => {
    if (!values) return;
    conditions.push(`${column} IN (SELECT value FROM json_each(?))`);
    parameters.push(JSON.stringify(values));
  };
  oneOf("run.status", query.statuses);
  oneOf("run.workload", query.workloads);
  if (query.experimentId !== undefined) oneOf("run.experiment_id", [query.experimentId]);
  for (const word of query.search?.split(/\s+/).filter(Boolean) ?? []) {
    conditions.push(`${searchedText} LIKE ? ESCAPE '\\'`);
    parameters.push(`%${word.replace(/[\\%_]/g, "\\$&")}%`);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const sort = sortColumns[query.sort.by];
  const order = `ORDER BY ${sort} ${query.sort.descending ? "DESC" : "ASC"} NULLS LAST, run.created_at DESC, run.rowid DESC`;
  return inSnapshot(db, () => ({
    rows: selectRows(db, `${where} ${order} LIMIT ? OFFSET ?`, [...parameters, query.limit, query.offset]),
    total: db
      .statement(`SELECT count(*) FROM ${named} ${where}`)
      .pluck()
      .get(...parameters) as number,
  }));
}

/** Rows of the runs asked for, in that order; unknown ids are left out. */
export function getRunRows(db: Database, runIds: readonly string[]): RunRow[] {
  const rows = inSnapshot(db, () =>
    selectRows(db, "WHERE run.id IN (SELECT value FROM json_each(?))", [JSON.stringify(runIds)]),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return runIds.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** Rows of all runs of an experiment, by arm, then seed. */
export function listExperimentRuns(db: Database, experimentId: string): RunRow[] {
  return inSnapshot(db, () =>
    selectRows(db, "WHERE run.experiment_id = ? ORDER BY arm.position, run.seed, run.rowid", [experimentId]),
  );
}

const searchedText =
  "(run.name || ' ' || run.id || ' ' || run.workload || ' ' || run.status || ' seed ' || run.seed || ' ' || " +
  "coalesce(arm.name, '') || ' ' || run.interventions || " +
  "coalesce((SELECT ' ' || group_concat(tag, ' ') FROM run_tag WHERE run_tag.run_id = run.id), ''))";

const named = `run LEFT JOIN arm ON arm.id = run.arm_id LEFT JOIN experiment ON experiment.id = run.experiment_id`;

const seriesJoin = (alias: string, which: Parameters<typeof watchedSeriesSql>[0]) =>
  `LEFT JOIN series AS ${alias} ON ${alias}.run_id = run.id AND ${alias}.name = ${watchedSeriesSql(which)}`;

const select = `
  SELECT run.id, run.name, run.workload, run.status, run.message, run.seed, run.interventions, run.backend,
    run.step, run.total_steps AS totalSteps, run.steps_per_second AS stepsPerSecond,
    run.created_at AS createdAt, run.started_at AS startedAt, run.ended_at AS endedAt,
    run.experiment_id AS experimentId, experiment.name AS experimentName,
    arm.id AS armId, arm.name AS armName, arm.position,
    coalesce(episodes.benign, 0) AS benign, coalesce(episodes.warning, 0) AS warning,
    coalesce(episodes.critical, 0) AS critical, coalesce(episodes.open, 0) AS open,
    gradient.id AS gradientId, gradient.last_value AS lastGradientNorm,
    loss.last_value AS lastLoss, outcome.last_value AS lastOutcome
  FROM ${named}
  LEFT JOIN (
    SELECT run_id, sum(severity = 'benign') AS benign, sum(severity = 'warning') AS warning,
      sum(severity = 'critical') AS critical, sum(state = 'open') AS open
    FROM episode WHERE abandoned_at IS NULL GROUP BY run_id
  ) AS episodes ON episodes.run_id = run.id
  ${seriesJoin("gradient", "gradientNorm")}
  ${seriesJoin("loss", "loss")}
  ${seriesJoin("outcome", "outcome")}`;

interface SelectedRow
  extends Omit<RunRow, "interventions" | "arm" | "episodes" | "sparkline" | "etaMs" | LastValue> {
  interventions: string;
  experimentId: string | null;
  experimentName: string | null;
  armId: string | null;
  armName: string | null;
  position: number | null;
  benign: number;
  warning: number;
  critical: number;
  open: number;
  gradientId: number | null;
  lastGradientNorm: number | "NaN" | null;
  lastLoss: number | "NaN" | null;
  lastOutcome: number | "NaN" | null;
}
type LastValue = "lastGradientNorm" | "lastLoss" | "lastOutcome";

function selectRows(db: Database, tail: string, parameters: unknown[]): RunRow[] {
  const rows = db.statement(`${select} ${tail}`).all(...parameters) as SelectedRow[];
  return rows.map((row) => presentRow(db, row));
}

function presentRow(db: Database, row: SelectedRow): RunRow {
  return {
    id: row.id,
    name: row.name,
    workload: row.workload,
    status: row.status,
    message: row.message,
    seed: row.seed,
    arm: armReference(row),
    interventions: JSON.parse(row.interventions),
    backend: row.backend,
    step: row.step,
    totalSteps: row.totalSteps,
    stepsPerSecond: row.stepsPerSecond,
    etaMs: etaMs(row),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    episodes: { benign: row.benign, warning: row.warning, critical: row.critical, open: row.open },
    sparkline:
      row.gradientId === null
        ? null
        : {
            name: watchedSeries(row.workload).gradientNorm,
            ...readSparkline(db, row.gradientId),
            episodes: row.warning + row.critical > 0 ? readEpisodeMarks(db, row.id) : [],
          },
    lastLoss: row.lastLoss === null ? null : fromColumn(row.lastLoss),
    lastGradientNorm: row.lastGradientNorm === null ? null : fromColumn(row.lastGradientNorm),
    lastOutcome: row.lastOutcome === null ? null : fromColumn(row.lastOutcome),
  };
}

function etaMs({ status, step, totalSteps, stepsPerSecond }: SelectedRow): number | null {
  if (isEnded(status) || step === null || totalSteps === 0 || !stepsPerSecond) return null;
  return (1000 * Math.max(0, totalSteps - 1 - step)) / stepsPerSecond;
}
