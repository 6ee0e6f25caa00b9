import type { Bucket } from "../rollup/bucket";

export type Point = [step: number, wallTimeMs: number, value: number];

/** Points of a series as columns, in step order. */
export type PointColumns = Readonly<Record<"step" | "wallTimeMs" | "value", ArrayLike<number>>>;

/** The points of one series, however they are stored. Both ends of a range belong to it. */
export interface PointSource {
  /** As they are stored: the points `start` to `end` of columns, one stretch after the other. */
  stretches(from: number, to: number): Iterable<[columns: PointColumns, start: number, end: number]>;
  /** The first `limit` points of a range. Not to be written to. */
  columns(from: number, to: number, limit?: number): PointColumns;
  isAtMost(from: number, to: number, limit: number): boolean;
  /** Undefined where there is no point. */
  summarize(from: number, to: number): Bucket | undefined;
}
