import type { ChartAxis } from "../../contract/chart-axis";
import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { axisOfRun } from "./axis-of-run";
import { readOver } from "./read-over";
import { slotSize } from "./slot-size";
import type { PlacedBucket } from "./slots";

/**
 * Series of a run over an axis other than steps, in at most `width` buckets that line up: slot s of each series begins
 * within [s * size, (s + 1) * size) of the axis, with one size for all of them. A list a series, in the order given;
 * empty where the run has no such axis.
 */
export function readAlignedOver(
  db: Database,
  runId: string,
  series: readonly StoredSeries[],
  over: Exclude<ChartAxis, "step">,
  { from, to, width }: { from: number; to: number; width: number },
): (PlacedBucket & { slot: number })[][] {
  const axis = axisOfRun(db, runId, over);
  if (!axis) return series.map(() => []);
  const size = slotSize(to - from, width, 0);
  return series.map((one) =>
    readOver(db, one, axis, { from, to, width, slot: size }).buckets.map((placed) => ({
      ...placed,
      slot: Math.floor(placed.x / size),
    })),
  );
}
