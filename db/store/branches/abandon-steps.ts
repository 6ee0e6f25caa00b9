import type { Database } from "../../database";
import { nextChange } from "../change-counter";
import { cutChunks } from "../points/change-chunks";
import { chunkRun } from "../points/chunk-run";
import { pointsOf } from "../points/points";
import { countBucket, withoutPoints } from "../rollup/count-buckets";
import { eachBucket } from "../rollup/read-rollup";
import { cutRollup } from "../rollup/write-rollup";
import { listSeries, type StoredSeries, updateSummary } from "../series/series";
import { keepBranch } from "./branches";

/**
 * Takes back what a run recorded from a step on: its points, which go to an orphaned branch, its images, guardrails'
 * actions and the episodes that began there. Log lines stay, since they tell what happened. With `only`, the points of
 * these series alone go, and nothing else. For use inside a transaction.
 */
export function abandonSteps(
  db: Database,
  {
    runId,
    attempt,
    fromStep,
    only,
  }: { runId: string; attempt: number; fromStep: number; only?: ReadonlySet<string> },
): void {
  chunkRun(db, runId);
  const cut = listSeries(db, runId).filter(
    ({ name, lastStep }) => lastStep !== null && lastStep >= fromStep && (!only || only.has(name)),
  );
  if (cut.length > 0) keepBranch(db, { runId, attempt, fromStep, joins: only !== undefined }, cut);
  for (const series of cut) cutSeries(db, series, fromStep);
  if (only) return;
  db.statement("DELETE FROM media WHERE run_id = ? AND step >= ?").run(runId, fromStep);
  db.statement("DELETE FROM guard_action WHERE run_id = ? AND step >= ?").run(runId, fromStep);
  const change = nextChange(db);
  db.statement(
    "UPDATE episode SET abandoned_at = ?, change = ? WHERE run_id = ? AND start_step >= ? AND abandoned_at IS NULL",
  ).run(Date.now(), change, runId, fromStep);
  db.statement(
    "UPDATE episode SET end_step = ?, change = ? WHERE run_id = ? AND start_step < ? AND end_step >= ?",
  ).run(fromStep - 1, change, runId, fromStep, fromStep);
}

/** Rollup and summary of a series whose points from a step on are gone. */
function cutSeries(db: Database, series: StoredSeries, fromStep: number): void {
  cutChunks(db, series.id, fromStep);
  const edge = Math.floor(fromStep / series.bucketSteps);
  cutRollup(db, series, edge, pointsOf(db, series).summarize(edge * series.bucketSteps, fromStep - 1));
  const left = withoutPoints(series);
  for (const [, bucket] of eachBucket(db, series)) countBucket(left, bucket);
  updateSummary(db, left);
}
