import type { CheckpointReference, EventBatch } from "../../contract/events";
import type { Database } from "../../database";
import { fromColumn, toColumn } from "../../schema/encoded-number";

/**
 * Adds the rows of new checkpoints and takes away those they replace: the ring keeps the latest few, and one more is
 * the best so far. The files are already there; those that no row names any more go with `removeUnused`.
 */
export function appendCheckpoints(db: Database, { runId, attempt, checkpoints }: EventBatch): void {
  for (const checkpoint of checkpoints) {
    insert(db, { runId, attempt, kind: "last" }, checkpoint);
    db.statement(
      `DELETE FROM checkpoint WHERE run_id = ? AND kind = 'last' AND step NOT IN
         (SELECT step FROM checkpoint WHERE run_id = ? AND kind = 'last' ORDER BY step DESC LIMIT ?)`,
    ).run(runId, runId, checkpoint.keep);
    if (!isBest(db, runId, checkpoint)) continue;
    db.statement("DELETE FROM checkpoint WHERE run_id = ? AND kind = 'best'").run(runId);
    insert(db, { runId, attempt, kind: "best" }, checkpoint);
  }
}

function insert(
  db: Database,
  { runId, attempt, kind }: { runId: string; attempt: number; kind: "last" | "best" },
  { step, sha256, bytes, metric, wallTimeMs }: CheckpointReference,
): void {
  db.statement(
    `INSERT INTO checkpoint (run_id, attempt, kind, step, sha256, bytes, metric, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, kind, step) DO UPDATE SET attempt = excluded.attempt, sha256 = excluded.sha256,
       bytes = excluded.bytes, metric = excluded.metric, created_at = excluded.created_at`,
  ).run(
    runId,
    attempt,
    kind,
    step,
    sha256,
    bytes,
    metric === null ? null : toColumn(metric),
    Math.round(wallTimeMs),
  );
}

/** A metric that is not finite is never the best; of equals the first stays. */
function isBest(db: Database, runId: string, { metric, better }: CheckpointReference): boolean {
  if (metric === null || !Number.isFinite(metric)) return false;
  const best = db
    .statement("SELECT metric FROM checkpoint WHERE run_id = ? AND kind = 'best'")
    .pluck()
    .get(runId) as number | "NaN" | undefined;
  if (best === undefined) return true;
  return better === "higher" ? metric > fromColumn(best) : metric < fromColumn(best);
}
