import type { Database } from "../../database";
import type { PointColumns } from "../points/point-source";
import { pointsOf } from "../points/points";
import { bucketAt } from "../rollup/bucket-columns";
import type { StoredSeries } from "../series/series";
import { type AxisSource, extentOf } from "./axis-source";
import { slotSize } from "./slot-size";
import { createSlots, oneEach, type PlacedBucket, type PlacedPoint } from "./slots";

/**
 * A series over another axis than its steps: every point in the range in the order of x where there are at most `width`,
 * else at most `width` buckets. Blocks of steps that span at most a slot are put into one whole; of others the points are,
 * so that no spike is lost and none is seen far from its place. The first and last value of a bucket are those of its
 * first and last step. The range is that of the axis where it is left out. `slot` is the length of the buckets where they
 * must line up over several series: it decides in place of `width`.
 */
export function readOver(
  db: Database,
  series: StoredSeries,
  axis: AxisSource,
  { from, to, width, slot: fixed }: { from?: number; to?: number; width: number; slot?: number },
): { exact: boolean; buckets: PlacedBucket[] } {
  const points = pointsOf(db, series);
  const placed = axis.blocks(series);
  const { blocks, low, high } = placed;
  const extent = axis.extent ?? extentOf(placed);
  const range = { from: from ?? extent.from, to: to ?? extent.to };
  const isOutside = (block: number) =>
    (high[block] as number) < range.from || (low[block] as number) > range.to;
  const isInside = (block: number) =>
    (low[block] as number) >= range.from && (high[block] as number) <= range.to;
  const length = low.length;

  let touching = 0;
  let certain = 0;
  for (let block = 0; block < length; block++) {
    if (!isOutside(block)) touching++;
    if (isInside(block)) certain += blocks.count[block] as number;
  }
  const few = fixed === undefined && certain <= width ? fewPoints() : undefined;
  if (few) return { exact: true, buckets: oneEach(few) };

  const slot =
    fixed ?? slotSize(range.to - range.from, width, (range.to - range.from) / Math.max(1, touching));
  const slots = createSlots(slot);
  const isWhole = (block: number) =>
    isInside(block) && (high[block] as number) - (low[block] as number) <= slot;
  for (let block = 0; block < length; ) {
    const first = block;
    if (isOutside(block)) block++;
    else if (isWhole(block)) {
      while (block < length && isWhole(block)) block++;
      slots.addBlocks(blocks, placed, first, block);
    } else {
      while (block < length && !isOutside(block) && !isWhole(block)) block++;
      for (const stretch of pointsIn(first, block)) slots.addPoints(...stretch);
    }
  }
  return { exact: false, buckets: slots.inOrder() };

  /** All points in the range, unless they are more than `width`. */
  function fewPoints(): PlacedPoint[] | undefined {
    const found: PlacedPoint[] = [];
    for (let block = 0; block < length; block++) {
      if (isOutside(block)) continue;
      for (const [{ step, wallTimeMs, value }, offset, x, start, end] of pointsIn(block, block + 1))
        for (let index = start; index < end; index++) {
          if (found.length === width) return undefined;
          const at = offset + index;
          found.push({
            x: x[index] as number,
            point: [step[at] as number, wallTimeMs[at] as number, value[at] as number],
          });
        }
    }
    return found;
  }

  /** Those of the blocks `first` to `past` that lie in the range: `offset + start` to `offset + end` of columns, at `x`. */
  function* pointsIn(
    first: number,
    past: number,
  ): Generator<[columns: PointColumns, offset: number, x: Float64Array, start: number, end: number]> {
    const place = axis.placesFrom((blocks.number[first] as number) * blocks.bucketSteps);
    const { firstStep } = bucketAt(blocks, first);
    const { lastStep } = bucketAt(blocks, past - 1);
    for (const [columns, offset, end] of points.stretches(firstStep, lastStep)) {
      const x = place(columns, offset, end);
      for (let at = 0; at < x.length; at++) {
        const start = at;
        at = endWithin(x, start, range.from, range.to);
        if (start < at) yield [columns, offset, x, start, at];
      }
    }
  }
}

/** The end of those from `start` on that lie in a range. */
function endWithin(x: Float64Array, start: number, from: number, to: number): number {
  let at = start;
  while (at < x.length && (x[at] as number) >= from && (x[at] as number) <= to) at++;
  return at;
}
