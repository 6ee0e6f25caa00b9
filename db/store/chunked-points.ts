import type { Database } from "../connection";
import { addLater, type Bucket, bucketOf } from "./bucket";
import { unpackAxis } from "./chunks/pack-axis";
import { unpackValues } from "./chunks/pack-values";
import type { Point, PointSource } from "./points";

interface Chunk {
  step: Float64Array;
  wallTimeMs: Float64Array;
  value: Float32Array | Float64Array;
}

/**
 * The points of a compacted series. The chunk read last is kept: ranges are asked for in step order, and neighbours share
 * one.
 */
export function chunkedPoints(db: Database, seriesId: number): PointSource {
  let kept: { firstStep: number; chunk: Chunk } | undefined;

  function open(firstStep: number): Chunk {
    if (kept?.firstStep !== firstStep) {
      const [axis, data] = db.statement(chunkQuery).raw().get(seriesId, firstStep) as [Buffer, Buffer];
      const { step, wallTimeMs } = unpackAxis(axis);
      kept = { firstStep, chunk: { step, wallTimeMs, value: unpackValues(data, step.length) } };
    }
    return kept.chunk;
  }

  /** The chunks that the range touches, each with the places of its points in it. */
  function* stretches(from: number, to: number): Generator<[chunk: Chunk, start: number, end: number]> {
    if (from > to) return;
    for (let firstStep = firstStart(from); firstStep !== undefined && firstStep <= to; ) {
      const chunk = open(firstStep);
      const start = lowerBound(chunk.step, from);
      const end = lowerBound(chunk.step, to + 1);
      if (start < end) yield [chunk, start, end];
      // Usually all of a small range lies in one.
      if ((chunk.step[chunk.step.length - 1] as number) >= to) return;
      firstStep = db.statement(nextQuery).pluck().get(seriesId, firstStep) as number | undefined;
    }
  }

  /** Of the last chunk that begins at or before a step, since it may reach beyond it; else of the first there is. */
  function firstStart(from: number): number | undefined {
    if (kept && kept.firstStep <= from && from <= (kept.chunk.step.at(-1) as number)) return kept.firstStep;
    const before = db.statement(beforeQuery).pluck().get(seriesId, from) as number | undefined;
    return before ?? (db.statement(nextQuery).pluck().get(seriesId, from) as number | undefined);
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
      for (const [{ step, wallTimeMs, value }, start, end] of stretches(from, to))
        for (let at = start; at < end; at++)
          if (bucket) addLater(bucket, step[at] as number, wallTimeMs[at] as number, value[at] as number);
          else bucket = bucketOf(step[at] as number, wallTimeMs[at] as number, value[at] as number);
      return bucket;
    },
  };
}

const chunkQuery = `SELECT point_axis.data, point_chunk.data FROM point_chunk
  JOIN point_axis ON point_axis.id = point_chunk.axis_id WHERE series_id = ? AND first_step = ?`;

const beforeQuery =
  "SELECT first_step FROM point_chunk WHERE series_id = ? AND first_step <= ? ORDER BY first_step DESC LIMIT 1";
const nextQuery =
  "SELECT first_step FROM point_chunk WHERE series_id = ? AND first_step > ? ORDER BY first_step LIMIT 1";

/** The first place whose step is at least the one given. */
function lowerBound(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
