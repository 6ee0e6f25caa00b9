import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { liveChunkPoints } from "./chunks/chunk-points";
import { packLiveAxis, packOpenAxis, unpackAxis } from "./chunks/pack-axis";
import { packLiveValues, unpackValues } from "./chunks/pack-values";

/**
 * Points at or before the last step of a series, in step order: stored in their place, over those of the same steps. Each
 * chunk that they touch is written anew, on an axis of its own. Returns the axes that are gone.
 */
export function amendChunks(db: Database, runId: string, seriesId: number, late: SeriesColumns): number[] {
  const left = new Set<number>();
  for (let from = 0; from < late.step.length; ) {
    const place = placeOf(db, seriesId, late.step[from] as number);
    let to = from + 1;
    while (to < late.step.length && (place.next === null || (late.step[to] as number) < place.next)) to++;
    const { columns, axisId } = readChunk(db, place.id);
    db.statement("DELETE FROM point_chunk WHERE id = ?").run(place.id);
    left.add(axisId);
    writeChunks(db, runId, seriesId, merged(columns, late, from, to));
    from = to;
  }
  return removeUnused(db, left);
}

/** Removes the points of a series from a step on. Returns the axes that are gone. */
export function cutChunks(db: Database, seriesId: number, fromStep: number): number[] {
  const left = new Set(
    db
      .statement("DELETE FROM point_chunk WHERE series_id = ? AND first_step >= ? RETURNING axis_id")
      .pluck()
      .all(seriesId, fromStep) as number[],
  );
  const id = db
    .statement("SELECT id FROM point_chunk WHERE series_id = ? ORDER BY first_step DESC LIMIT 1")
    .pluck()
    .get(seriesId) as number | undefined;
  if (id !== undefined) {
    const { columns } = readChunk(db, id);
    const kept = columns.step.findIndex((step) => step >= fromStep);
    if (kept > 0)
      db.statement("UPDATE point_chunk SET data = ? WHERE id = ?").run(
        packLiveValues(columns.value.slice(0, kept)),
        id,
      );
  }
  return removeUnused(db, left);
}

/** The chunk that a step belongs to, and the step that the one behind it begins with. */
function placeOf(db: Database, seriesId: number, step: number): { id: number; next: number | null } {
  const before = db.statement(
    "SELECT id, first_step FROM point_chunk WHERE series_id = ? AND first_step <= ? ORDER BY first_step DESC LIMIT 1",
  );
  const first = db.statement(
    "SELECT id, first_step FROM point_chunk WHERE series_id = ? ORDER BY first_step LIMIT 1",
  );
  const [id, firstStep] = (before.raw().get(seriesId, step) ?? first.raw().get(seriesId)) as [number, number];
  const next = db
    .statement("SELECT min(first_step) FROM point_chunk WHERE series_id = ? AND first_step > ?")
    .pluck()
    .get(seriesId, firstStep) as number | null;
  return { id, next };
}

function readChunk(db: Database, id: number): { axisId: number; columns: SeriesColumns } {
  const [axisId, axis, data] = db
    .statement(
      `SELECT axis_id, point_axis.data, point_chunk.data FROM point_chunk
       JOIN point_axis ON point_axis.id = axis_id WHERE point_chunk.id = ?`,
    )
    .raw()
    .get(id) as [number, Buffer, Buffer];
  const { step, wallTimeMs } = unpackAxis(axis);
  const value = unpackValues(data, step.length);
  const { length } = value;
  return {
    axisId,
    columns: {
      step: [...step.subarray(0, length)],
      wallTimeMs: [...wallTimeMs.subarray(0, length)],
      value: [...value],
    },
  };
}

/** Both in step order; of two points for one step the late one stays. */
function merged(stored: SeriesColumns, late: SeriesColumns, from: number, to: number): SeriesColumns {
  const result: SeriesColumns = { step: [], wallTimeMs: [], value: [] };
  const take = (columns: SeriesColumns, at: number) => {
    result.step.push(columns.step[at] as number);
    result.wallTimeMs.push(columns.wallTimeMs[at] as number);
    result.value.push(columns.value[at] as number);
  };
  let at = 0;
  for (let index = from; index < to; index++) {
    const step = late.step[index] as number;
    while (at < stored.step.length && (stored.step[at] as number) < step) take(stored, at++);
    if (stored.step[at] === step) at++;
    take(late, index);
  }
  while (at < stored.step.length) take(stored, at++);
  return result;
}

/** In chunks of equal length, so that there is room in each for more that comes late. */
function writeChunks(db: Database, runId: string, seriesId: number, columns: SeriesColumns): void {
  const { length } = columns.step;
  const size = Math.ceil(length / Math.ceil(length / liveChunkPoints));
  for (let from = 0; from < length; from += size) {
    const step = columns.step.slice(from, from + size);
    const wallTimeMs = columns.wallTimeMs.slice(from, from + size);
    const pack = step.length === liveChunkPoints ? packLiveAxis : packOpenAxis;
    const axisId = db
      .statement("INSERT INTO point_axis (run_id, data) VALUES (?, ?)")
      .run(runId, pack({ step, wallTimeMs })).lastInsertRowid;
    db.statement("INSERT INTO point_chunk (series_id, first_step, axis_id, data) VALUES (?, ?, ?, ?)").run(
      seriesId,
      step[0],
      axisId,
      packLiveValues(columns.value.slice(from, from + size)),
    );
  }
}

function removeUnused(db: Database, axes: ReadonlySet<number>): number[] {
  return [...axes].filter(
    (id) =>
      db
        .statement(
          "DELETE FROM point_axis WHERE id = ? AND NOT EXISTS (SELECT 1 FROM point_chunk WHERE axis_id = point_axis.id)",
        )
        .run(id).changes > 0,
  );
}
