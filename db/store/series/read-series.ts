import { z } from "zod";
import { Step } from "../../contract/identifiers";
import type { SeriesData } from "../../contract/read-models";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { parseInput } from "../invalid-input";
import { maximalWidth, readBuckets } from "../rollup/read-buckets";
import { listNamed, type StoredSeries } from "./series";
import { seriesData } from "./series-data";

export const ReadSeries = z.object({
  runId: z.string(),
  /** All series of the run when left out. A name that the run has no points of is left out of the answer. */
  names: z.array(z.string()).optional(),
  fromStep: Step.optional(),
  toStep: Step.optional(),
  /** Most buckets a series may come back as. */
  width: z.number().int().min(1).max(maximalWidth).default(maximalWidth),
  /**
   * Steps a bucket, when buckets must line up over several series: bucket b then covers the steps
   * [b * bucketSteps, (b + 1) * bucketSteps) of each, however few points it has. It decides in place of
   * `width`.
   */
  bucketSteps: Step.min(1).optional(),
});
export type ReadSeries = z.input<typeof ReadSeries>;

/**
 * A range of a run's series for a chart: every point where there are at most `width`, otherwise at
 * most `width` buckets that each keep their smallest, largest, first and last value and the count of
 * non-finite ones, so that no spike is lost.
 */
export function readSeries(db: Database, input: ReadSeries): SeriesData[] {
  const { runId, names, fromStep, toStep, width, bucketSteps } = parseInput(
    "series query",
    ReadSeries,
    input,
  );
  return inSnapshot(db, () => {
    return listNamed(db, runId, names).map((series) =>
      readOne(db, runId, series, {
        fromStep: fromStep ?? series.firstStep ?? 0,
        toStep: toStep ?? series.lastStep ?? 0,
        width,
        bucketSteps,
      }),
    );
  });
}

function readOne(
  db: Database,
  runId: string,
  series: StoredSeries,
  range: { fromStep: number; toStep: number; width: number; bucketSteps: number | undefined },
): SeriesData {
  const { exact, buckets } = readBuckets(db, series, range);
  return seriesData({ runId, name: series.name, exact }, buckets);
}
