import type { Database } from "../connection";
import type { RunRow } from "../contract/read-models";
import { readBuckets } from "./read-buckets";
import { seriesById } from "./series";

const sparklineWidth = 40;

/** A series in at most 40 buckets, drawn small in a table row. */
export function readSparkline(
  db: Database,
  seriesId: number,
): Omit<NonNullable<RunRow["sparkline"]>, "name"> {
  const series = seriesById(db, seriesId);
  const sparkline = { steps: [] as number[], max: [] as number[], nonFinite: [] as number[] };
  if (!series || series.firstStep === null || series.lastStep === null) return sparkline;
  const { buckets } = readBuckets(db, series, {
    fromStep: series.firstStep,
    toStep: series.lastStep,
    width: sparklineWidth,
    bucketSteps: undefined,
  });
  for (const { firstStep, max, nonFinite } of buckets) {
    sparkline.steps.push(firstStep);
    sparkline.max.push(max);
    sparkline.nonFinite.push(nonFinite);
  }
  return sparkline;
}
