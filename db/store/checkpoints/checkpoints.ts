import { GradiometerError } from "../../contract/errors";
import type { Database } from "../../database";
import type { checkpointKinds } from "../../schema/checkpoint";
import { fromColumn } from "../../schema/encoded-number";
import { durably } from "../../transaction";
import { removeCheckpointFiles } from "./checkpoint-files";

export interface StoredCheckpoint {
  kind: (typeof checkpointKinds)[number];
  attempt: number;
  step: number;
  sha256: string;
  bytes: number;
  metric: number | null;
  createdAt: number;
}

/** A run's checkpoints, latest first; the best one is among them twice where it is also one of the latest. */
export function listCheckpoints(db: Database, runId: string): StoredCheckpoint[] {
  const rows = db
    .statement(
      `SELECT kind, attempt, step, sha256, bytes, metric, created_at AS createdAt
       FROM checkpoint WHERE run_id = ? ORDER BY step DESC, kind DESC`,
    )
    .all(runId) as (Omit<StoredCheckpoint, "metric"> & { metric: number | "NaN" | null })[];
  return rows.map((row) => ({ ...row, metric: row.metric === null ? null : fromColumn(row.metric) }));
}

/** Names another run's checkpoint as the start of a fork, so that its file stays while the fork may need it. */
export function keepStart(db: Database, forkId: string, parent: { runId: string; step: number }): void {
  const { changes } = db
    .statement(
      `INSERT INTO checkpoint (run_id, attempt, kind, step, sha256, bytes, metric, created_at)
       SELECT ?, 0, 'start', step, sha256, bytes, metric, created_at
       FROM checkpoint WHERE run_id = ? AND step = ? LIMIT 1`,
    )
    .run(forkId, parent.runId, parent.step);
  if (changes === 0)
    throw new GradiometerError(
      "conflict",
      `Run "${parent.runId}" no longer has a checkpoint of step ${parent.step}; fork it at another step`,
    );
}

/**
 * Forgets a run's checkpoints of later steps, with their files: the run goes on from `step` and makes them anew.
 * Returns how many checkpoints were forgotten.
 */
export function forgetCheckpointsAfter(db: Database, home: string, runId: string, step: number): number {
  const forgotten = durably(
    db,
    () =>
      db
        .statement("DELETE FROM checkpoint WHERE run_id = ? AND step > ? RETURNING sha256")
        .pluck()
        .all(runId, step) as string[],
  );
  removeUnused(db, home, forgotten);
  return new Set(forgotten).size;
}

/** Removes those of the files that no run needs. */
export function removeUnused(db: Database, home: string, sha256s: readonly string[]): void {
  const needed = db.statement("SELECT 1 FROM checkpoint WHERE sha256 = ? LIMIT 1");
  removeCheckpointFiles(
    home,
    sha256s.filter((sha256) => needed.get(sha256) === undefined),
  );
}
