import { z } from "zod";
import { ExperimentId } from "../../db/contract/identifiers";
import type { RunRow } from "../../db/contract/read-models";
import { RunStatus } from "../../db/contract/statuses";
import { workloadNames } from "../../db/contract/workloads";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { lastValueSql } from "./key-series";
import { presentRuns } from "./present-runs";
import { runColumns, runTables, toRunRecord } from "./run-record";

export const runSortColumns = [
  "createdAt",
  "startedAt",
  "endedAt",
  "name",
  "workload",
  "status",
  "arm",
  "seed",
  "step",
  "stepsPerSecond",
  "episodes",
  "lastLoss",
  "lastGradientNorm",
  "lastOutcome",
] as const;

export const ListRuns = z
  .object({
    /** Words, all of which must occur in name, id, workload, status, arm or experiment. */
    search: z.string().trim().max(200).optional(),
    statuses: z.array(RunStatus).optional(),
    workloads: z.array(z.enum(workloadNames)).optional(),
    experimentId: ExperimentId.optional(),
    sort: z.object({ by: z.enum(runSortColumns), descending: z.boolean().default(false) }).optional(),
    limit: z.number().int().min(1).max(1000).default(200),
    offset: z.number().int().min(0).default(0),
  })
  .prefault({});
export type ListRuns = z.infer<typeof ListRuns>;

/** SQL by which each column sorts. */
const sortExpressions: Record<(typeof runSortColumns)[number], string[]> = {
  createdAt: ["run.created_at"],
  startedAt: ["run.started_at"],
  endedAt: ["run.ended_at"],
  name: ["run.name COLLATE NOCASE"],
  workload: ["run.workload"],
  status: ["run.status"],
  arm: ["experiment.name COLLATE NOCASE", "arm.position"],
  seed: ["run.seed"],
  step: ["1.0 * run.step / run.total_steps"],
  stepsPerSecond: ["run.steps_per_second"],
  episodes: [
    `(SELECT sum(CASE severity WHEN 'critical' THEN 1000000 WHEN 'warning' THEN 1000 ELSE 1 END)
              FROM episode WHERE episode.run_id = run.id AND abandoned_at IS NULL)`,
  ],
  lastLoss: [lastValueSql("loss")],
  lastGradientNorm: [lastValueSql("gradientNorm")],
  lastOutcome: [lastValueSql("outcome")],
};

/** A page of runs, newest first unless sorted; runs without the sorted value come last. */
export function listRuns(ctx: ServerContext, input: ListRuns): { rows: RunRow[]; total: number } {
  const { where, values } = conditions(input);
  return inSnapshot(ctx.db, () => {
    const total = ctx.db
      .statement(`SELECT count(*) FROM ${runTables} WHERE ${where}`)
      .pluck()
      .get(values) as number;
    const rows = ctx.db
      .statement(
        `SELECT ${runColumns} FROM ${runTables} WHERE ${where} ORDER BY ${order(input.sort)} LIMIT :limit OFFSET :offset`,
      )
      .all({ ...values, limit: input.limit, offset: input.offset });
    return { rows: presentRuns(ctx, rows.map(toRunRecord)), total };
  });
}

function order(sort: ListRuns["sort"]): string {
  if (!sort) return "run.created_at DESC, run.rowid DESC";
  const direction = sort.descending ? "DESC" : "ASC";
  const terms = sortExpressions[sort.by].map((column) => `${column} ${direction} NULLS LAST`);
  return [...terms, "run.created_at DESC", "run.rowid DESC"].join(", ");
}

function conditions({ search, statuses, workloads, experimentId }: ListRuns) {
  const where = ["1 = 1"];
  const values: Record<string, string> = {};
  // Every word must be found, each in any of the columns.
  for (const [index, word] of (search ?? "").split(/\s+/).filter(Boolean).slice(0, 8).entries()) {
    values[`word${index}`] = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    const columns = ["run.name", "run.id", "run.workload", "run.status", "arm.name", "experiment.name"];
    where.push(`(${columns.map((column) => `${column} LIKE :word${index} ESCAPE '\\'`).join(" OR ")})`);
  }
  if (statuses) {
    values.statuses = JSON.stringify(statuses);
    where.push("run.status IN (SELECT value FROM json_each(:statuses))");
  }
  if (workloads) {
    values.workloads = JSON.stringify(workloads);
    where.push("run.workload IN (SELECT value FROM json_each(:workloads))");
  }
  if (experimentId) {
    values.experimentId = experimentId;
    where.push("run.experiment_id = :experimentId");
  }
  return { where: where.join(" AND "), values };
}
