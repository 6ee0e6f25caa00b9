import { eq } from "drizzle-orm";
import type { Database } from "../connection";
import { GradiometerError } from "../contract/errors";
import * as schema from "../schema";

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

export function unknownRun(runId: string): GradiometerError {
  return new GradiometerError("not-found", `No run "${runId}"; list the runs to see which there are`);
}
