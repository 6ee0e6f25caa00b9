import type { Database } from "../connection";
import { keepBranch } from "./branches";
import { type BucketRow, bucketColumns, fromBucketRow } from "./bucket";
import { cutChunks } from "./change-chunks";
import { nextChange } from "./change-counter";
import { chunkRun } from "./chunk-run";
import { rebuildBucket } from "./rollups";
import { listSeries, type StoredSeries, updateSummary } from "./series";

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
  if (cut.length > 0) keepBranch(db, { runId, attempt, fromStep }, cut);
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
  db.statement("DELETE FROM rollup WHERE series_id = ? AND bucket > ?").run(series.id, edge);
  rebuildBucket(db, series, edge);
  const totals = db
    .statement(
      `SELECT count(*) AS buckets, coalesce(sum(count), 0) AS count, coalesce(sum(non_finite), 0) AS nonFinite,
         min(min) AS min, max(max) AS max FROM rollup WHERE series_id = ?`,
    )
    .get(series.id) as {
    buckets: number;
    count: number;
    nonFinite: number;
    min: number | null;
    max: number | null;
  };
  const lastRow = db
    .statement(`SELECT ${bucketColumns} FROM rollup WHERE series_id = ? ORDER BY bucket DESC LIMIT 1`)
    .raw()
    .get(series.id) as BucketRow | undefined;
  const last = lastRow && fromBucketRow(lastRow);
  updateSummary(db, {
    ...series,
    ...totals,
    min: totals.min ?? Number.NaN,
    max: totals.max ?? Number.NaN,
    firstStep: last ? series.firstStep : null,
    lastStep: last ? last.lastStep : null,
    lastValue: last ? last.lastValue : Number.NaN,
  });
}
