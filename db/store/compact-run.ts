import { createHash } from "node:crypto";
import type { Database } from "../connection";
import { GradiometerError } from "../contract/errors";
import { isEnded } from "../contract/statuses";
import { inTransaction } from "../transaction";
import { chunkPoints } from "./chunks/chunk-points";
import { packAxis } from "./chunks/pack-axis";
import { packValues } from "./chunks/pack-values";
import { getRun } from "./find-run";
import { settleInbox } from "./inbox";
import { pointsOf } from "./points";
import { coarsenRollup } from "./rollups";
import { listSeries, type StoredSeries, seriesById, updateSummary } from "./series";

/** Points a bucket that the rollup of a compacted series aims at: a row of it takes as much as ten packed points. */
const compactedOccupancy = 256;

/**
 * Packs the points of an ended run into chunks and widens its rollups; lossless. Returns how many points were packed: none
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
  const axes = new Map<string, number>();
  let points = 0;
  for (const series of listSeries(db, runId))
    if (!series.compacted) points += compactSeries(db, runId, series, axes);
  return points;
}

/** Ids of ended runs with points that are rows. */
export function compactableRuns(db: Database): string[] {
  const runs = db
    .statement(
      `SELECT id, status FROM run WHERE EXISTS
         (SELECT 1 FROM series WHERE run_id = run.id AND compacted = 0 AND count > 0) ORDER BY created_at, id`,
    )
    .all() as { id: string; status: Parameters<typeof isEnded>[0] }[];
  return runs.filter(({ status }) => isEnded(status)).map(({ id }) => id);
}

function compactSeries(db: Database, runId: string, series: StoredSeries, axes: Map<string, number>): number {
  const packed = [...packChunks(db, series)];
  return inTransaction(db, () => {
    // Whatever is appended or taken back changes the summary.
    if (JSON.stringify(seriesById(db, series.id)) !== JSON.stringify(series)) return 0;
    for (const { firstStep, axis, data } of packed)
      db.statement("INSERT INTO point_chunk (series_id, first_step, axis_id, data) VALUES (?, ?, ?, ?)").run(
        series.id,
        firstStep,
        axisId(db, runId, axis, axes),
        data,
      );
    db.statement("DELETE FROM point WHERE series_id = ?").run(series.id);
    db.statement("UPDATE series SET compacted = 1 WHERE id = ?").run(series.id);
    const widened = { ...series };
    if (series.count < compactedOccupancy * series.buckets) coarsenRollup(db, widened, compactedOccupancy);
    updateSummary(db, widened);
    return series.count;
  });
}

function* packChunks(db: Database, series: StoredSeries) {
  const points = pointsOf(db, series);
  for (let from = 0; ; ) {
    const page = points.range(from, Number.MAX_SAFE_INTEGER, chunkPoints);
    const first = page[0];
    if (!first) return;
    yield {
      firstStep: first[0],
      axis: packAxis({ step: page.map(([step]) => step), wallTimeMs: page.map(([, wallTime]) => wallTime) }),
      data: packValues(page.map(([, , value]) => value)),
    };
    from = (page.at(-1) as typeof first)[0] + 1;
  }
}

/** Series that recorded the same steps at the same times, as those of a training loop do, share an axis. */
function axisId(db: Database, runId: string, axis: Buffer, axes: Map<string, number>): number {
  const hash = createHash("sha256").update(axis).digest("base64");
  const known = axes.get(hash);
  // Gone where the run was made rows again meanwhile; an id is never given twice.
  if (known !== undefined && db.statement("SELECT 1 FROM point_axis WHERE id = ?").get(known)) return known;
  const id = Number(
    db.statement("INSERT INTO point_axis (run_id, data) VALUES (?, ?)").run(runId, axis).lastInsertRowid,
  );
  axes.set(hash, id);
  return id;
}
