import type { Database } from "../../database";
import { pointsOf } from "../points/points";
import { bucketAt } from "../rollup/bucket-columns";
import type { StoredSeries } from "../series/series";
import type { AxisSource, PlacedBlocks } from "./axis-source";
import { blocksOf } from "./blocks";

/**
 * Wall times, as milliseconds since `origin`. Clocks are set, so they need not rise with the steps. Where a rollup bucket
 * ends before it began, its points are read; one that went on for longer than its clock was set back does not show it, and
 * its points are taken to lie between its ends.
 */
export const timeAxis = (db: Database, origin: number): AxisSource => ({
  blocks: (series) => blocksByTime(db, series, origin),
  placesFrom: () => (columns, start, end) => {
    const places = new Float64Array(end - start);
    for (let at = start; at < end; at++) places[at - start] = (columns.wallTimeMs[at] as number) - origin;
    return places;
  },
});

export function blocksByTime(
  db: Database,
  series: Pick<StoredSeries, "id" | "bucketSteps" | "chunked">,
  origin: number,
): PlacedBlocks {
  const blocks = blocksOf(db, series);
  const low = blocks.firstWallTime.map((time) => time - origin) as Float64Array;
  const high = blocks.lastWallTime.map((time) => time - origin) as Float64Array;
  for (let index = 0; index < low.length; index++)
    if ((high[index] as number) < (low[index] as number)) {
      const { firstStep, lastStep } = bucketAt(blocks, index);
      for (const [{ wallTimeMs }, start, end] of pointsOf(db, series).stretches(firstStep, lastStep))
        for (let at = start; at < end; at++) {
          const x = (wallTimeMs[at] as number) - origin;
          low[index] = Math.min(low[index] as number, x);
          high[index] = Math.max(high[index] as number, x);
        }
    }
  return { blocks, low, high };
}
