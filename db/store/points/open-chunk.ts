import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { liveChunkPoints } from "./chunks/chunk-points";
import { isOpenAxis, packLiveAxis, packOpenAxis, unpackAxis } from "./chunks/pack-axis";
import { packLiveValues, unpackValues } from "./chunks/pack-values";
import { axisOf, isFull, makeRecent, type OpenAxis, type RunAxes } from "./open-axis";

/** The last chunk of a series, to which points are added. */
export interface OpenChunk {
  /** Undefined until it is stored. */
  id: number | undefined;
  seriesId: number;
  axis: OpenAxis;
  /** Whether the chunk is stored as one of this axis. */
  isOnAxis: boolean;
  values: number[];
}

/**
 * Adds points that lie after all of a series, to its open chunk and to new ones behind it. Returns the chunks that
 * changed, of which the last is open now.
 */
export function extendChunks(
  axes: RunAxes,
  seriesId: number,
  open: OpenChunk | undefined,
  columns: SeriesColumns,
): OpenChunk[] {
  const { step, value } = columns;
  const changed: OpenChunk[] = [];
  let chunk = open;
  for (let from = 0; from < step.length; ) {
    const length = chunk && chunk.values.length < liveChunkPoints ? chunk.values.length : 0;
    const to = Math.min(step.length, from + liveChunkPoints - length);
    if (!chunk || length === 0) {
      const axis = axisOf(axes, undefined, 0, columns, from, to);
      chunk = { id: undefined, seriesId, axis, isOnAxis: false, values: [] };
    } else {
      const axis = axisOf(axes, chunk.axis, length, columns, from, to);
      chunk.isOnAxis &&= axis === chunk.axis;
      chunk.axis = axis;
    }
    for (; from < to; from++) chunk.values.push(value[from] as number);
    changed.push(chunk);
  }
  return changed;
}

const lastQuery = `SELECT point_chunk.id, axis_id, point_axis.data, point_chunk.data FROM point_chunk
  JOIN point_axis ON point_axis.id = axis_id WHERE series_id = ? ORDER BY first_step DESC LIMIT 1`;

/** The last chunk of a series where there is room in it. */
export function readOpenChunk(db: Database, axes: RunAxes, seriesId: number): OpenChunk | undefined {
  const row = db.statement(lastQuery).raw().get(seriesId) as [number, number, Buffer, Buffer] | undefined;
  if (!row) return undefined;
  const [id, axisId, axisData, data] = row;
  const count = axisData.readUInt32LE();
  const values = [...unpackValues(data, count)];
  if (values.length >= liveChunkPoints) return undefined;
  const known = axes.byId.get(axisId);
  if (known) return { id, seriesId, axis: known, isOnAxis: true, values };
  const { step, wallTimeMs } = unpackAxis(axisData);
  // One that is packed for good does not grow: its points go on on another.
  const mayGrow = isOpenAxis(axisData);
  const isOnAxis = mayGrow || count >= liveChunkPoints;
  const axis: OpenAxis = {
    id: isOnAxis ? axisId : undefined,
    step: [...step],
    wallTimeMs: [...wallTimeMs],
    isStored: isOnAxis,
  };
  if (mayGrow) axes.byId.set(axisId, axis);
  makeRecent(axes, axis);
  return { id, seriesId, axis, isOnAxis, values };
}

/** Stores a chunk as it is now, and its axis. */
export function writeOpenChunk(db: Database, runId: string, axes: RunAxes, chunk: OpenChunk): void {
  const { axis } = chunk;
  if (!axis.isStored) {
    writeAxis(db, runId, axis);
    if (isFull(axis)) axes.byId.delete(axis.id as number);
    else axes.byId.set(axis.id as number, axis);
  }
  const data = packLiveValues(chunk.values);
  if (chunk.id === undefined)
    chunk.id = Number(
      db
        .statement("INSERT INTO point_chunk (series_id, first_step, axis_id, data) VALUES (?, ?, ?, ?)")
        .run(chunk.seriesId, axis.step[0], axis.id, data).lastInsertRowid,
    );
  else if (chunk.isOnAxis) db.statement("UPDATE point_chunk SET data = ? WHERE id = ?").run(data, chunk.id);
  else db.statement("UPDATE point_chunk SET data = ?, axis_id = ? WHERE id = ?").run(data, axis.id, chunk.id);
  chunk.isOnAxis = true;
}

function writeAxis(db: Database, runId: string, axis: OpenAxis): void {
  const data = isFull(axis) ? packLiveAxis(axis) : packOpenAxis(axis);
  if (axis.id === undefined)
    axis.id = Number(
      db.statement("INSERT INTO point_axis (run_id, data) VALUES (?, ?)").run(runId, data).lastInsertRowid,
    );
  else db.statement("UPDATE point_axis SET data = ? WHERE id = ?").run(data, axis.id);
  axis.isStored = true;
}
