import { eq } from "drizzle-orm";
import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import * as schema from "../../schema";

/** A run as stored: its config, process and progress. */
export type StoredRun = typeof schema.run.$inferSelect;

export function findRun(db: Database, runId: string): StoredRun | undefined {
  return db.orm.select().from(schema.run).where(eq(schema.run.id, runId)).get();
}

export function getRun(db: Database, runId: string): StoredRun {
  const run = findRun(db, runId);
  if (!run) throw unknownRun(runId);
  return run;
}

/** Ids of all runs, oldest first. */
export function allRunIds(db: Database): string[] {
  return db.statement("SELECT id FROM run ORDER BY created_at, id").pluck().all() as string[];
}

/** Runs that begin with a checkpoint of this one, newest first. */
export function listForks(db: Database, runId: string): { runId: string; runName: string; step: number }[] {
  return db
    .statement(
      `SELECT id AS runId, name AS runName, forked_from_step AS step
       FROM run WHERE forked_from_run_id = ? ORDER BY created_at DESC, id DESC`,
    )
    .all(runId) as { runId: string; runName: string; step: number }[];
}

export function unknownRun(runId: string): GradiometerError {
  return new GradiometerError("not-found", `No run "${runId}"; list the runs to see which there are`);
}
