import type { Database } from "../../connection";
import { larger, smaller } from "../bucket";
import { pointsOf } from "../points";
import { bucketBefore } from "../rollup/read-rollup";
import type { StoredSeries } from "../series";
import type { AxisSource, PlacedBlock } from "./axis-source";
import { type Block, blocksOf } from "./blocks";
import { placeByLastValue } from "./place-points";

/**
 * The values of another series (tokens, samples, epochs): a point lies at the last value recorded at its step or before,
 * since such counters are often logged less often than losses. Points before the first value, and those where the value is
 * not finite, have no place. The values need not rise.
 */
export function seriesAxis(db: Database, axis: StoredSeries): AxisSource {
  return {
    extent: { from: axis.min, to: axis.max },
    // Both are powers of two.
    blockSteps: ({ bucketSteps }) => Math.max(bucketSteps, axis.bucketSteps),
    blocks(series, steps, fromStep, toStep) {
      const blocks = blocksOf(db, series, steps, fromStep, toStep);
      const [first] = blocks;
      if (!first) return [];
      const start = first.number * steps;
      const along = blocksOf(db, axis, steps, start, toStep);
      return placeBlocks(blocks, along, lastValueBefore(db, axis, start));
    },
    place(points, blockStart) {
      const last = points.at(-1);
      if (!last) return [];
      const along = pointsOf(db, axis).range(blockStart, last[0]);
      return placeByLastValue(points, along, lastValueBefore(db, axis, blockStart));
    },
  };
}

/** Both in step order and of the same size; `before`: the value recorded last before the first block. */
function placeBlocks(
  blocks: readonly Block[],
  along: readonly Block[],
  before: number | undefined,
): PlacedBlock[] {
  let next = 0;
  let carried = before;
  const placed: PlacedBlock[] = [];
  for (const block of blocks) {
    for (; next < along.length && (along[next] as Block).number < block.number; next++)
      carried = (along[next] as Block).bucket.lastValue;
    const here = along[next]?.number === block.number ? along[next]?.bucket : undefined;
    if (!here) {
      if (carried !== undefined && Number.isFinite(carried))
        placed.push({ ...block, low: carried, high: carried });
      continue;
    }
    const needsCarried = here.firstStep > block.bucket.firstStep;
    if (here.nonFinite > 0 || (needsCarried && !Number.isFinite(carried ?? Number.NaN)))
      placed.push({ ...block, low: Number.NaN, high: Number.NaN });
    else
      placed.push({
        ...block,
        low: needsCarried ? smaller(here.min, carried as number) : here.min,
        high: needsCarried ? larger(here.max, carried as number) : here.max,
      });
  }
  return placed;
}

/** `step` is one at which a rollup bucket begins. */
const lastValueBefore = (db: Database, series: StoredSeries, step: number): number | undefined =>
  bucketBefore(db, series, step / series.bucketSteps)?.lastValue;
