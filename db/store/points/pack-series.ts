import { createHash } from "node:crypto";
import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { chunkPoints } from "./chunks/chunk-points";
import { packAxis } from "./chunks/pack-axis";
import { packValues } from "./chunks/pack-values";
import { pointsOf } from "./points";

/** A stretch of points as it is stored for good. */
export interface PackedChunk {
  firstStep: number;
  axis: Buffer;
  data: Buffer;
}

/** All points of a series, packed; nothing is written. */
export function* packSeries(db: Database, series: StoredSeries): Generator<PackedChunk> {
  const points = pointsOf(db, series);
  for (let from = 0; ; ) {
    const { step, wallTimeMs, value } = points.columns(from, Number.MAX_SAFE_INTEGER, chunkPoints);
    if (step.length === 0) return;
    yield {
      firstStep: step[0] as number,
      axis: packAxis({ step, wallTimeMs }),
      data: packValues(value),
    };
    from = (step[step.length - 1] as number) + 1;
  }
}

/** Axes of a run by what they hold. */
export type KnownAxes = Map<string, number>;

/** Puts them in the place of what a series has. For use inside a transaction. */
export function replacePoints(
  db: Database,
  runId: string,
  seriesId: number,
  packed: Iterable<PackedChunk>,
  axes: KnownAxes,
): void {
  db.statement("DELETE FROM point_chunk WHERE series_id = ?").run(seriesId);
  for (const { firstStep, axis, data } of packed)
    db.statement("INSERT INTO point_chunk (series_id, first_step, axis_id, data) VALUES (?, ?, ?, ?)").run(
      seriesId,
      firstStep,
      axisId(db, runId, axis, axes),
      data,
    );
  db.statement("DELETE FROM point WHERE series_id = ?").run(seriesId);
  db.statement("UPDATE series SET chunked = 1 WHERE id = ?").run(seriesId);
}

/** Series that recorded the same steps at the same times, as those of a training loop do, share an axis. */
function axisId(db: Database, runId: string, axis: Buffer, axes: KnownAxes): number {
  const hash = createHash("sha256").update(axis).digest("base64");
  const known = axes.get(hash);
  // Gone where points were put in their place meanwhile; an id is never given twice.
  if (known !== undefined && db.statement("SELECT 1 FROM point_axis WHERE id = ?").get(known)) return known;
  const id = Number(
    db.statement("INSERT INTO point_axis (run_id, data) VALUES (?, ?)").run(runId, axis).lastInsertRowid,
  );
  axes.set(hash, id);
  return id;
}
