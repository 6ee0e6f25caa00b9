import type { Database } from "../../connection";
import { pointsOf } from "../points";
import type { StoredSeries } from "../series";
import { type AxisSource, extentOf, type PlacedBlock } from "./axis-source";
import { blocksAtOnce } from "./block-size";
import { slotSize } from "./slot-size";
import { createSlots, oneEach, type PlacedBucket, type PlacedPoint } from "./slots";

interface Range {
  from: number | undefined;
  to: number | undefined;
}

/** The range asked for is looked for in so many slots at first. */
const overviewSlots = 64;

/**
 * A series over another axis than its steps: every point in the range in the order of x where there are at most `width`,
 * else at most `width` buckets. Blocks of steps that span at most a slot are put into one whole; others are divided,
 * into rollup buckets first and then into points, so that no spike is lost and none is seen far from its place. The first
 * and last value of a bucket are those of its first and last step. The range is that of the axis where it is left out.
 */
export function readOver(
  db: Database,
  series: StoredSeries,
  axis: AxisSource,
  { from, to, width }: Partial<Range> & { width: number },
): { exact: boolean; buckets: PlacedBucket[] } {
  const points = pointsOf(db, series);
  const fine = axis.blockSteps(series);
  const stretch =
    from === undefined && to === undefined ? wholeOf(series) : stretchOf(series, axis, { from, to });
  const coarse = blocksAtOnce(stretch.buckets, fine, width);
  const blocks = axis.blocks(series, coarse, stretch.firstStep, stretch.lastStep);
  const extent = axis.extent ?? extentOf(blocks);
  const range = { from: from ?? extent.from, to: to ?? extent.to };
  const isOutside = ({ low, high }: PlacedBlock) => high < range.from || low > range.to;
  const isInside = ({ low, high }: PlacedBlock) => low >= range.from && high <= range.to;
  const touching = blocks.filter((block) => !isOutside(block));

  const exact = fewPoints();
  if (exact) return { exact: true, buckets: oneEach(exact) };

  const fineBlocks = touching.length * (coarse / fine);
  const slot = slotSize(range.to - range.from, width, (range.to - range.from) / Math.max(1, fineBlocks));
  const slots = createSlots(slot);
  touching.forEach(add);
  return { exact: false, buckets: slots.inOrder() };

  function add(block: PlacedBlock): void {
    if (isOutside(block)) return;
    if (isInside(block) && block.high - block.low <= slot)
      slots.addBucket(block.bucket, block.low, block.high);
    else if (block.steps > fine)
      axis
        .blocks(series, fine, block.number * block.steps, (block.number + 1) * block.steps - 1)
        .forEach(add);
    else pointsIn(block).forEach(slots.addPoint);
  }

  /** All points in the range, unless they are more than `width`. */
  function fewPoints(): PlacedPoint[] | undefined {
    let certain = 0;
    for (const block of touching) if (isInside(block)) certain += block.bucket.count;
    if (certain > width) return undefined;
    const found: PlacedPoint[] = [];
    for (const block of touching) {
      for (const placed of pointsIn(block)) found.push(placed);
      if (found.length > width) return undefined;
    }
    return found;
  }

  function pointsIn({ number, steps, bucket }: PlacedBlock): PlacedPoint[] {
    const found = points.range(bucket.firstStep, bucket.lastStep);
    const places = axis.place(found, number * steps);
    return found.flatMap((point, index) => {
      const x = places[index] as number;
      return x >= range.from && x <= range.to ? [{ x, point }] : [];
    });
  }
}

/** Steps of a series, and about how many rollup buckets they have. */
interface Stretch {
  firstStep: number;
  lastStep: number;
  buckets: number;
}

const wholeOf = ({ firstStep, lastStep, buckets }: StoredSeries): Stretch => ({
  firstStep: firstStep ?? 0,
  lastStep: lastStep ?? -1,
  buckets,
});

/** Between which steps a range of the axis lies, looked for in a few large blocks. */
function stretchOf(
  series: StoredSeries,
  axis: AxisSource,
  { from = -Infinity, to = Infinity }: Partial<Range>,
): Stretch {
  const whole = wholeOf(series);
  const steps = blocksAtOnce(series.buckets, axis.blockSteps(series), overviewSlots);
  const blocks = axis.blocks(series, steps, whole.firstStep, whole.lastStep);
  const near = blocks.filter(({ low, high }) => !(high < from || low > to));
  return {
    firstStep: near[0]?.bucket.firstStep ?? 0,
    lastStep: near.at(-1)?.bucket.lastStep ?? -1,
    buckets: (series.buckets * near.length) / Math.max(1, blocks.length),
  };
}
