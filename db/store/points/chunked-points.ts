import { firstAtLeast } from "../../contract/first-at-least";
import type { Database } from "../../database";
import { addStretch, type Bucket } from "../rollup/bucket";
import { AxisCache } from "./chunks/axis-cache";
import { unpackValues } from "./chunks/pack-values";
import type { PointSource } from "./point-source";

interface Chunk {
  step: Float64Array;
  wallTimeMs: Float64Array;
  value: Float32Array | Float64Array;
}

/** Chunks read at once, at most, while they are asked for one after the other. */
const mostAhead = 32;

/**
 * The points of a series in chunks. The chunk read last is kept, and more and more of those behind it are read ahead: ranges
 * are asked for in step order, and neighbours share one. `axes`: shared with other series that are read beside this one.
 */
export function chunkedPoints(db: Database, seriesId: number, axes = new AxisCache(db)): PointSource {
  let kept: Chunk | undefined;
  /** Those that follow `kept`. */
  let ahead: ChunkRow[] = [];
  let readAtOnce = 1;

  function unpack([axisId, data]: ChunkRow): Chunk {
    const axis = axes.get(axisId);
    const value = unpackValues(data, axis.step.length);
    // Of an axis that others share, the first steps are this series'.
    return cut({ ...axis, value }, 0, value.length);
  }

  /** The chunk behind the one that is kept. */
  function next(after: number): Chunk | undefined {
    if (ahead.length === 0) {
      ahead = (db.statement(afterQuery).raw().all(seriesId, after, readAtOnce) as ChunkRow[]).reverse();
      readAtOnce = Math.min(2 * readAtOnce, mostAhead);
    }
    const row = ahead.pop();
    kept = row && unpack(row);
    return kept;
  }

  /** The last chunk that begins at or before a step, which may reach beyond it, or else the first one behind it. */
  function find(step: number): Chunk | undefined {
    if (kept && firstOf(kept) <= step) {
      const last = lastOf(kept);
      if (step <= last) return kept;
      // Close behind it: no point lies between one chunk and the next.
      if (step <= last + (last - firstOf(kept)) + 1) {
        const chunk = next(last);
        if (!chunk || step <= lastOf(chunk)) return chunk;
      }
    }
    ahead = [];
    readAtOnce = 1;
    const row = db.statement(beforeQuery).raw().get(seriesId, step) as ChunkRow | undefined;
    kept = row && unpack(row);
    return kept ?? next(step);
  }

  /** The chunks that the range touches, each with the places of its points in it. */
  function* stretches(from: number, to: number): Generator<[chunk: Chunk, start: number, end: number]> {
    if (from > to) return;
    let chunk = find(from);
    for (let at = from; chunk && firstOf(chunk) <= to; ) {
      const start = firstAtLeast(chunk.step, at);
      const end = firstAtLeast(chunk.step, to + 1);
      if (start < end) yield [chunk, start, end];
      // Usually all of a small range lies in one.
      const last: number = lastOf(chunk);
      if (last >= to) return;
      at = last + 1;
      // Another range may have been asked for meanwhile.
      chunk = chunk === kept ? next(last) : find(at);
    }
  }

  return {
    stretches,
    columns(from, to, limit = Number.POSITIVE_INFINITY) {
      const parts: Chunk[] = [];
      let count = 0;
      for (const [chunk, start, end] of stretches(from, to)) {
        const part = cut(chunk, start, Math.min(end, start + limit - count));
        parts.push(part);
        count += part.step.length;
        if (count >= limit) break;
      }
      return parts.length === 1 ? (parts[0] as Chunk) : join(parts, count);
    },
    isAtMost(from, to, limit) {
      let count = 0;
      for (const [, start, end] of stretches(from, to)) {
        count += end - start;
        if (count > limit) return false;
      }
      return true;
    },
    summarize(from, to) {
      let bucket: Bucket | undefined;
      for (const [chunk, start, end] of stretches(from, to)) bucket = addStretch(bucket, chunk, start, end);
      return bucket;
    },
  };
}

type ChunkRow = [axisId: number, values: Buffer];

const cut = ({ step, wallTimeMs, value }: Chunk, start: number, end: number): Chunk => ({
  step: step.subarray(start, end),
  wallTimeMs: wallTimeMs.subarray(start, end),
  value: value.subarray(start, end),
});

function join(parts: readonly Chunk[], count: number): Chunk {
  const joined = {
    step: new Float64Array(count),
    wallTimeMs: new Float64Array(count),
    value: new Float64Array(count),
  };
  let at = 0;
  for (const { step, wallTimeMs, value } of parts) {
    joined.step.set(step, at);
    joined.wallTimeMs.set(wallTimeMs, at);
    joined.value.set(value, at);
    at += step.length;
  }
  return joined;
}

const firstOf = ({ step }: Chunk): number => step[0] as number;
const lastOf = ({ step }: Chunk): number => step[step.length - 1] as number;

const chunks = "SELECT axis_id, data FROM point_chunk WHERE series_id = ?";
const beforeQuery = `${chunks} AND first_step <= ? ORDER BY first_step DESC LIMIT 1`;
const afterQuery = `${chunks} AND first_step > ? ORDER BY first_step LIMIT ?`;
