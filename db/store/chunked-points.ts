import type { Database } from "../connection";
import { firstAtLeast } from "../contract/first-at-least";
import { addStretch, type Bucket } from "./bucket";
import { unpackAxis } from "./chunks/pack-axis";
import { unpackValues } from "./chunks/pack-values";
import type { Point, PointSource } from "./points";

interface Chunk {
  step: Float64Array;
  wallTimeMs: Float64Array;
  value: Float32Array | Float64Array;
}

/**
 * The points of a series in chunks. The chunk read last is kept: ranges are asked for in step order, and neighbours share
 * one.
 */
export function chunkedPoints(db: Database, seriesId: number): PointSource {
  let kept: Chunk | undefined;

  function read(query: string, step: number): Chunk | undefined {
    const row = db.statement(query).raw().get(seriesId, step) as [Buffer, Buffer] | undefined;
    if (!row) return undefined;
    const axis = unpackAxis(row[0]);
    const value = unpackValues(row[1], axis.step.length);
    // Of an axis that others share, the first steps are this series'.
    kept = {
      step: axis.step.subarray(0, value.length),
      wallTimeMs: axis.wallTimeMs.subarray(0, value.length),
      value,
    };
    return kept;
  }

  /** The chunks that the range touches, each with the places of its points in it. */
  function* stretches(from: number, to: number): Generator<[chunk: Chunk, start: number, end: number]> {
    if (from > to) return;
    const isInKept = kept && firstOf(kept) <= from && from <= lastOf(kept);
    // The last chunk that begins at or before a step may reach beyond it.
    let chunk = isInKept ? kept : (read(beforeQuery, from) ?? read(afterQuery, from));
    while (chunk && firstOf(chunk) <= to) {
      const start = firstAtLeast(chunk.step, from);
      const end = firstAtLeast(chunk.step, to + 1);
      if (start < end) yield [chunk, start, end];
      // Usually all of a small range lies in one.
      const last: number = lastOf(chunk);
      if (last >= to) return;
      chunk = read(afterQuery, last);
    }
  }

  return {
    range(from, to, limit = Number.POSITIVE_INFINITY) {
      const points: Point[] = [];
      for (const [{ step, wallTimeMs, value }, start, end] of stretches(from, to))
        for (let at = start; at < end; at++) {
          if (points.length >= limit) return points;
          points.push([step[at] as number, wallTimeMs[at] as number, value[at] as number]);
        }
      return points;
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

const firstOf = ({ step }: Chunk): number => step[0] as number;
const lastOf = ({ step }: Chunk): number => step[step.length - 1] as number;

const chunks = `SELECT point_axis.data, point_chunk.data FROM point_chunk
  JOIN point_axis ON point_axis.id = point_chunk.axis_id WHERE series_id = ?`;
const beforeQuery = `${chunks} AND first_step <= ? ORDER BY first_step DESC LIMIT 1`;
const afterQuery = `${chunks} AND first_step > ? ORDER BY first_step LIMIT 1`;
