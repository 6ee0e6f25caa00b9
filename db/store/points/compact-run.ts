import { GradiometerError } from "../../contract/errors";
import { isEnded } from "../../contract/statuses";
import type { Database } from "../../database";
import { inSnapshot, inTransaction } from "../../transaction";
import { touchRun } from "../change-counter";
import { settleInbox } from "../ingest/inbox";
import { coarsenRollup } from "../rollup/coarsen-rollup";
import { getRun } from "../runs/find-run";
import { listSeries, type StoredSeries, seriesById, updateSummary } from "../series/series";
import { type KnownAxes, packSeries, replacePoints } from "./pack-series";

/** Points a bucket that the rollup of a compacted series aims at: a row of it takes as much as ten packed points. */
const compactedOccupancy = 256;

/**
 * Packs the points of an ended run for good and widens its rollups; lossless. Returns how many points were packed: none
 * of a series that already is, or that changes meanwhile. Each series is one transaction, prepared before it begins.
 */
export function compactRun(db: Database, runId: string): number {
  const { status } = getRun(db, runId);
  if (!isEnded(status))
    throw new GradiometerError(
      "conflict",
      `Run ${runId} is ${status}; only runs that have ended are compacted, expected finished, diverged, cancelled, crashed or lost`,
    );
  settleInbox(db);
  const axes: KnownAxes = new Map();
  let points = 0;
  for (const series of listSeries(db, runId))
    if (!series.compacted) points += compactSeries(db, runId, series, axes);
  if (points > 0)
    inTransaction(db, () => {
      removeUnusedAxes(db, runId);
      touchRun(db, runId);
    });
  return points;
}

function removeUnusedAxes(db: Database, runId: string): void {
  db.statement(
    "DELETE FROM point_axis WHERE run_id = ? AND NOT EXISTS (SELECT 1 FROM point_chunk WHERE axis_id = point_axis.id)",
  ).run(runId);
}

/** Ids of ended runs with points that are not packed for good. */
export function compactableRuns(db: Database): string[] {
  const runs = db
    .statement(
      `SELECT id, status FROM run WHERE EXISTS
         (SELECT 1 FROM series WHERE run_id = run.id AND compacted = 0 AND count > 0) ORDER BY created_at, id`,
    )
    .all() as { id: string; status: Parameters<typeof isEnded>[0] }[];
  return runs.filter(({ status }) => isEnded(status)).map(({ id }) => id);
}

function compactSeries(db: Database, runId: string, series: StoredSeries, axes: KnownAxes): number {
  const packed = inSnapshot(db, () => [...packSeries(db, series)]);
  return inTransaction(db, () => {
    // Whatever is appended or taken back changes the summary.
    if (JSON.stringify(seriesById(db, series.id)) !== JSON.stringify(series)) return 0;
    replacePoints(db, runId, series.id, packed, axes);
    db.statement("UPDATE series SET compacted = 1 WHERE id = ?").run(series.id);
    const widened = { ...series };
    if (series.count < compactedOccupancy * series.buckets) coarsenRollup(db, widened, compactedOccupancy);
    updateSummary(db, widened);
    touchRun(db, runId);
    return series.count;
  });
}
