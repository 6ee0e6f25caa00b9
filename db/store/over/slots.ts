import { addLater, type Bucket, bucketOf, mergeLater } from "../bucket";
import type { Point } from "../points";

export interface PlacedBucket extends Bucket {
  /** Smallest and largest x of its points. */
  x: number;
  lastX: number;
}

export interface PlacedPoint {
  x: number;
  point: Point;
}

/** Stretches of an axis that are all `size` long, each a bucket of what was put into it. Whatever comes later has later steps. */
export function createSlots(size: number) {
  const slots = new Map<number, PlacedBucket>();
  return {
    addPoint({ x, point }: PlacedPoint): void {
      const slot = Math.floor(x / size);
      const bucket = slots.get(slot);
      if (!bucket) slots.set(slot, placedBucket({ x, point }));
      else {
        addLater(bucket, ...point);
        widen(bucket, x, x);
      }
    },
    /** Whole, in the slot in which its points begin. */
    addBucket(added: Bucket, low: number, high: number): void {
      const slot = Math.floor(low / size);
      const bucket = slots.get(slot);
      if (!bucket) slots.set(slot, { ...added, x: low, lastX: high });
      else {
        mergeLater(bucket, added);
        widen(bucket, low, high);
      }
    },
    inOrder: (): PlacedBucket[] => [...slots].sort(([a], [b]) => a - b).map(([, bucket]) => bucket),
  };
}

function widen(bucket: PlacedBucket, low: number, high: number): void {
  bucket.x = Math.min(bucket.x, low);
  bucket.lastX = Math.max(bucket.lastX, high);
}

const placedBucket = ({ x, point }: PlacedPoint): PlacedBucket => ({ ...bucketOf(...point), x, lastX: x });

/** Every point as a bucket of its own, in the order of x. */
export const oneEach = (points: readonly PlacedPoint[]): PlacedBucket[] =>
  [...points].sort((a, b) => a.x - b.x || a.point[0] - b.point[0]).map(placedBucket);
