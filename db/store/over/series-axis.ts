import type { Database } from "../../database";
import type { PointColumns } from "../points/point-source";
import { pointsOf } from "../points/points";
import { larger, smaller } from "../rollup/bucket";
import type { BucketColumns } from "../rollup/bucket-columns";
import { bucketBefore } from "../rollup/read-rollup";
import type { StoredSeries } from "../series/series";
import type { AxisSource, PlacedBlocks, Placing } from "./axis-source";
import { blocksOf } from "./blocks";

/**
 * The values of another series (tokens, samples, epochs): a point lies at the last value recorded at its step or before,
 * since such counters are often logged less often than losses. Points before the first value, and those where the value is
 * not finite, have no place. The values need not rise.
 */
export const seriesAxis = (db: Database, axis: StoredSeries): AxisSource => ({
  extent: { from: axis.min, to: axis.max },
  blocks(series) {
    // Both are powers of two.
    const steps = Math.max(series.bucketSteps, axis.bucketSteps);
    return placeBlocks(blocksOf(db, series, steps), blocksOf(db, axis, steps));
  },
  placesFrom: (step) => lastValues(db, axis, step),
});

/** Both in step order and of the same size. */
function placeBlocks(blocks: BucketColumns, along: BucketColumns): PlacedBlocks {
  const low = new Float64Array(blocks.number.length);
  const high = new Float64Array(blocks.number.length);
  let next = 0;
  let carried = Number.NaN;
  for (let index = 0; index < blocks.number.length; index++) {
    const number = blocks.number[index] as number;
    for (; (along.number[next] ?? Number.POSITIVE_INFINITY) < number; next++)
      carried = along.lastValue[next] as number;
    const isHere = along.number[next] === number;
    const needsCarried = !isHere || (along.firstStep[next] as number) > (blocks.firstStep[index] as number);
    if (!isHere) {
      low[index] = Number.isFinite(carried) ? carried : Number.POSITIVE_INFINITY;
      high[index] = low[index] as number;
    } else if ((along.nonFinite[next] as number) > 0 || (needsCarried && !Number.isFinite(carried))) {
      low[index] = Number.NaN;
      high[index] = Number.NaN;
    } else {
      low[index] = smaller(along.min[next] as number, needsCarried ? carried : Number.NaN);
      high[index] = larger(along.max[next] as number, needsCarried ? carried : Number.NaN);
    }
  }
  return { blocks, low, high };
}

/** Goes along the axis beside the points. */
function lastValues(db: Database, axis: StoredSeries, fromStep: number): Placing {
  // A bucket of the axis begins there too, or a block of several.
  const before = bucketBefore(db, axis, fromStep / axis.bucketSteps);
  const stretches = pointsOf(db, axis).stretches(fromStep, Number.MAX_SAFE_INTEGER)[Symbol.iterator]();
  let value = before?.lastValue ?? Number.NaN;
  let along: PointColumns | undefined;
  let next = 0;
  let past = 0;
  /** The step of the axis' next point. */
  let ahead = advance();

  function advance(): number {
    if (next === past) {
      const found = stretches.next();
      if (found.done) return Number.POSITIVE_INFINITY;
      [along, next, past] = found.value;
    }
    return along?.step[next] as number;
  }

  return ({ step }, start, end) => {
    const places = new Float64Array(end - start);
    for (let at = start; at < end; at++) {
      while (ahead <= (step[at] as number)) {
        value = along?.value[next++] as number;
        ahead = advance();
      }
      places[at - start] = Number.isFinite(value) ? value : Number.NaN;
    }
    return places;
  };
}
