import type { SeriesData } from "../../db/contract/read-models";

/** Buckets, and where they lie. */
export type Placed = Pick<SeriesData, "step" | "lastStep" | "x" | "lastX">;

/** Where each bucket begins on the axis it was read over. */
export const firstX = (data: Placed): number[] => data.x ?? data.step;
export const lastX = (data: Placed): number[] => data.lastX ?? data.lastStep;
