import type { PointColumns } from "../points/point-source";
import type { BucketColumns } from "../rollup/bucket-columns";
import type { StoredSeries } from "../series/series";

/** The points of a series summed up by stretches of steps, and between which x those of each lie. */
export interface PlacedBlocks {
  blocks: BucketColumns;
  /** NaN where only the points themselves can tell; both Infinity where none of them has a place. */
  low: Float64Array;
  high: Float64Array;
}

/** An axis other than steps: where on it the points of a series lie. */
export interface AxisSource {
  /** Where it is known beforehand between which x all points lie; else the blocks tell. */
  extent?: { from: number; to: number };
  /** All of a series, in step order. */
  blocks(series: StoredSeries): PlacedBlocks;
  /** To be asked for points in step order, from a step on at which a block begins. */
  placesFrom(step: number): Placing;
}

/** The x of the points `start` to `end` of columns; NaN where a point has no place. */
export type Placing = (columns: PointColumns, start: number, end: number) => Float64Array;

/** From the first point's place to the last one's. */
export function extentOf({ low, high }: PlacedBlocks): { from: number; to: number } {
  const extent = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (const x of low) if (x < extent.from) extent.from = x;
  for (const x of high) if (x > extent.to) extent.to = x;
  return extent;
}
