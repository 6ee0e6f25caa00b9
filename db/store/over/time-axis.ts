import type { Database } from "../../connection";
import { pointsOf } from "../points";
import type { StoredSeries } from "../series";
import type { AxisSource, PlacedBlock } from "./axis-source";
import { blocksOf } from "./blocks";

/**
 * Wall times, as milliseconds since `origin`. Clocks are set, so they need not rise with the steps. Where a rollup bucket
 * ends before it began, its points are read; one that went on for longer than its clock was set back does not show it, and
 * its points are taken to lie between its ends.
 */
export function timeAxis(db: Database, origin: number): AxisSource {
  return {
    blockSteps: ({ bucketSteps }) => bucketSteps,
    blocks: (series, steps, fromStep, toStep) => {
      const read = extentFrom(db, series, origin);
      return blocksOf(db, series, steps, fromStep, toStep).map((block) => ({
        ...block,
        ...(Number.isNaN(block.earliest)
          ? read(block.bucket.firstStep, block.bucket.lastStep)
          : { low: block.earliest - origin, high: block.latest - origin }),
      }));
    },
    place: (points) => points.map(([, wallTimeMs]) => wallTimeMs - origin),
  };
}

function extentFrom(db: Database, series: Pick<StoredSeries, "id" | "chunked">, origin: number) {
  const points = pointsOf(db, series);
  return (firstStep: number, lastStep: number): Pick<PlacedBlock, "low" | "high"> => {
    const extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    for (const [, wallTimeMs] of points.range(firstStep, lastStep)) {
      extent.low = Math.min(extent.low, wallTimeMs - origin);
      extent.high = Math.max(extent.high, wallTimeMs - origin);
    }
    return extent;
  };
}
