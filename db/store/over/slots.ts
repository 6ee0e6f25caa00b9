import type { Point, PointColumns } from "../points/point-source";
import { addStretch, type Bucket, bucketOf } from "../rollup/bucket";
import { addBuckets, type BucketColumns } from "../rollup/bucket-columns";

export interface PlacedBucket {
  bucket: Bucket;
  /** Smallest and largest x of its points. */
  x: number;
  lastX: number;
}

export interface PlacedPoint {
  x: number;
  point: Point;
}

/** Places along an axis: `low` and `high` of each, or both the same. */
interface Places {
  low: Float64Array;
  high: Float64Array;
}

/**
 * Stretches of an axis that are all `size` long, each a bucket of what was put into it: neighbours that lie in one are put
 * into it at once. Whatever comes later has later steps.
 */
export function createSlots(size: number) {
  const slots = new Map<number, PlacedBucket>();
  const slotOf = (x: number) => Math.floor(x / size);

  /** The end of those from `from` on that lie in the same slot. */
  function endOfSlot({ low }: Places, from: number, end: number): number {
    const slot = slotOf(low[from] as number);
    let to = from + 1;
    while (to < end && slotOf(low[to] as number) === slot) to++;
    return to;
  }

  function put(places: Places, from: number, to: number, add: (to?: Bucket) => Bucket): void {
    const slot = slotOf(places.low[from] as number);
    let placed = slots.get(slot);
    if (placed) add(placed.bucket);
    else {
      placed = { bucket: add(), x: Number.POSITIVE_INFINITY, lastX: Number.NEGATIVE_INFINITY };
      slots.set(slot, placed);
    }
    for (let at = from; at < to; at++) {
      placed.x = Math.min(placed.x, places.low[at] as number);
      placed.lastX = Math.max(placed.lastX, places.high[at] as number);
    }
  }

  return {
    /** The points `offset + start` to `offset + end` of columns, of which `places` tells the x from `start` to `end`. */
    addPoints(columns: PointColumns, offset: number, x: Float64Array, start: number, end: number): void {
      const places = { low: x, high: x };
      for (let from = start; from < end; ) {
        const to = endOfSlot(places, from, end);
        put(places, from, to, (bucket) => addStretch(bucket, columns, offset + from, offset + to));
        from = to;
      }
    },
    /** Each whole, in the slot in which its points begin. */
    addBlocks(blocks: BucketColumns, places: Places, start: number, end: number): void {
      for (let from = start; from < end; ) {
        const to = endOfSlot(places, from, end);
        put(places, from, to, (bucket) => addBuckets(bucket, blocks, from, to));
        from = to;
      }
    },
    inOrder: (): PlacedBucket[] => [...slots].sort(([a], [b]) => a - b).map(([, placed]) => placed),
  };
}

/** Every point as a bucket of its own, in the order of x. */
export const oneEach = (points: readonly PlacedPoint[]): PlacedBucket[] =>
  [...points]
    .sort((a, b) => a.x - b.x || a.point[0] - b.point[0])
    .map(({ x, point }) => ({ bucket: bucketOf(...point), x, lastX: x }));
