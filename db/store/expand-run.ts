import type { Database } from "../connection";
import { chunkPoints } from "./chunks/chunk-points";
import { insertPoints, type PointParameters, pushPoint } from "./insert-points";
import { pointsOf } from "./points";
import { finestBucketSteps, rebuildRollup } from "./rebuild-rollup";
import { type StoredSeries, seriesById } from "./series";

/**
 * Makes the points of a run rows again, with the rollups that they had: before anything is appended to it or taken back.
 * For use inside a transaction.
 */
export function expandRun(db: Database, runId: string): void {
  const compacted = db
    .statement("SELECT id FROM series WHERE run_id = ? AND compacted = 1")
    .pluck()
    .all(runId) as number[];
  if (compacted.length === 0) return;
  for (const id of compacted) {
    const series = seriesById(db, id) as StoredSeries;
    const points = pointsOf(db, series);
    for (let from = 0; ; ) {
      const page = points.range(from, Number.MAX_SAFE_INTEGER, chunkPoints);
      const rows: PointParameters = [];
      for (const point of page) pushPoint(rows, id, ...point);
      insertPoints(db, rows);
      const last = page.at(-1);
      if (!last) break;
      from = last[0] + 1;
    }
    db.statement("DELETE FROM point_chunk WHERE series_id = ?").run(id);
    db.statement("UPDATE series SET compacted = 0 WHERE id = ?").run(id);
    rebuildRollup(db, { ...series, compacted: 0, bucketSteps: finestBucketSteps });
  }
  db.statement("DELETE FROM point_axis WHERE run_id = ?").run(runId);
}
