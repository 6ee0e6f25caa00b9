import type { Point } from "../points";
import type { StoredSeries } from "../series";
import type { Block } from "./blocks";

/** Between which x the points of a block lie; NaN bounds where only the points themselves can tell. */
export interface PlacedBlock extends Block {
  low: number;
  high: number;
}

/** An axis other than steps: where on it the points of a series lie. */
export interface AxisSource {
  /** Where it is known beforehand between which x all points lie; else the blocks tell. */
  extent?: { from: number; to: number };
  /** Blocks are whole multiples of so many steps. */
  blockSteps(series: StoredSeries): number;
  /** Those that overlap a range of steps, in step order; without those whose points have no place. */
  blocks(series: StoredSeries, steps: number, fromStep: number, toStep: number): PlacedBlock[];
  /** Each point's x; NaN where it has no place. `blockStart`: where the block begins that the points are of. */
  place(points: readonly Point[], blockStart: number): number[];
}

/** From the first point's place to the last one's. */
export const extentOf = (blocks: readonly PlacedBlock[]) => ({
  from: least(blocks.map(({ low }) => low)),
  to: -least(blocks.map(({ high }) => -high)),
});

const least = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
