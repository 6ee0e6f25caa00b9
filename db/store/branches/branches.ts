import type { BranchReference } from "../../contract/read-models";
import type { Database } from "../../database";
import { fromColumn, toColumn } from "../../schema/encoded-number";
import { pointsOf } from "../points/points";
import type { StoredSeries } from "../series/series";

/** The orphaned branches of a run, in the order in which they were abandoned. */
export function listBranches(db: Database, runId: string): BranchReference[] {
  return db
    .statement(
      `SELECT id, attempt, from_step AS fromStep, last_step AS lastStep, points, abandoned_at AS abandonedAt
       FROM branch WHERE run_id = ? ORDER BY id`,
    )
    .all(runId) as BranchReference[];
}

/** One series of a branch in step order; wall times in milliseconds since 1970. Empty where the branch has none of it. */
export function readBranch(
  db: Database,
  branchId: number,
  name: string,
): { step: number[]; wallTimeMs: number[]; value: number[] } {
  const rows = db
    .statement(
      `SELECT abandoned_point.step, abandoned_point.wall_time, abandoned_point.value
       FROM branch JOIN series ON series.run_id = branch.run_id AND series.name = ?
       JOIN abandoned_point ON abandoned_point.branch_id = branch.id AND abandoned_point.series_id = series.id
       WHERE branch.id = ? ORDER BY abandoned_point.step`,
    )
    .raw()
    .all(name, branchId) as [number, number, number | "NaN"][];
  return {
    step: rows.map(([step]) => step),
    wallTimeMs: rows.map(([, wallTime]) => wallTime),
    value: rows.map(([, , value]) => fromColumn(value)),
  };
}

/** Whether a point was recorded with this value and gave way since. */
export function isInBranch(db: Database, seriesId: number, step: number, value: number): boolean {
  return (
    db
      .statement(
        `SELECT 1 FROM branch JOIN abandoned_point ON abandoned_point.branch_id = branch.id
         WHERE branch.run_id = (SELECT run_id FROM series WHERE id = ?) AND abandoned_point.series_id = ?
           AND abandoned_point.step = ? AND abandoned_point.value = ? LIMIT 1`,
      )
      .get(seriesId, seriesId, step, toColumn(value)) !== undefined
  );
}

interface Abandoned {
  runId: string;
  attempt: number;
  fromStep: number;
  /** Series go back one after the other, as the files of an import do: those of one restart are one branch. */
  joins: boolean;
}

/** Copies all points of the given series from a step on to a branch. For use inside a transaction. */
export function keepBranch(db: Database, abandoned: Abandoned, from: readonly StoredSeries[]): void {
  const { fromStep } = abandoned;
  const id = (abandoned.joins && branchWithout(db, abandoned, from)) || makeBranch(db, abandoned);
  let points = 0;
  const insert = db.statement(
    "INSERT INTO abandoned_point (branch_id, series_id, step, wall_time, value) VALUES (?, ?, ?, ?, ?)",
  );
  for (const series of from)
    for (const [{ step, wallTimeMs, value }, start, end] of pointsOf(db, series).stretches(
      fromStep,
      Number.MAX_SAFE_INTEGER,
    )) {
      for (let at = start; at < end; at++)
        insert.run(id, series.id, step[at], wallTimeMs[at], toColumn(value[at] as number));
      points += end - start;
    }
  db.statement(
    `UPDATE branch SET points = points + ?,
       last_step = (SELECT max(step) FROM abandoned_point WHERE branch_id = branch.id) WHERE id = ?`,
  ).run(points, id);
}

function makeBranch(db: Database, { runId, attempt, fromStep }: Abandoned): number {
  return db
    .statement(
      `INSERT INTO branch (run_id, attempt, from_step, last_step, points, abandoned_at)
       VALUES (?, ?, ?, ?, 0, ?) RETURNING id`,
    )
    .pluck()
    .get(runId, attempt, fromStep, fromStep, Date.now()) as number;
}

/** The latest branch of a run, where it begins at this step and has none of these series yet. */
function branchWithout(
  db: Database,
  { runId, fromStep }: Abandoned,
  from: readonly StoredSeries[],
): number | undefined {
  const latest = db
    .statement("SELECT id, from_step AS fromStep FROM branch WHERE run_id = ? ORDER BY id DESC LIMIT 1")
    .get(runId) as { id: number; fromStep: number } | undefined;
  if (latest?.fromStep !== fromStep) return undefined;
  const has = db.statement("SELECT 1 FROM abandoned_point WHERE branch_id = ? AND series_id = ? LIMIT 1");
  return from.some(({ id }) => has.get(latest.id, id)) ? undefined : latest.id;
}
