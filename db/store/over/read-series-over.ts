import { z } from "zod";
import { ChartAxis } from "../../contract/chart-axis";
import type { SeriesData } from "../../contract/read-models";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { parseInput } from "../invalid-input";
import { maximalWidth } from "../rollup/read-buckets";
import { readSeries } from "../series/read-series";
import { listNamed } from "../series/series";
import { seriesData } from "../series/series-data";
import { axisOfRun } from "./axis-of-run";
import { readOver } from "./read-over";

export const ReadSeriesOver = z.object({
  runId: z.string(),
  /** All series of the run when left out. A name that the run has no points of is left out of the answer. */
  names: z.array(z.string()).optional(),
  over: ChartAxis.default("step"),
  /** Range of the axis, both ends included: steps, milliseconds or values of its series. All of it when left out. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Most buckets a series may come back as. */
  width: z.number().int().min(1).max(maximalWidth).default(maximalWidth),
});
export type ReadSeriesOver = z.input<typeof ReadSeriesOver>;

/**
 * A range of a run's series over any axis, as `readSeries` answers it over steps. A run without the series that makes the
 * axis has nothing to show.
 */
export function readSeriesOver(db: Database, input: ReadSeriesOver): SeriesData[] {
  const { runId, names, over, from, to, width } = parseInput("series query", ReadSeriesOver, input);
  if (over === "step") {
    const [fromStep, toStep] = [
      from === undefined ? from : stepFrom(from),
      to === undefined ? to : stepTo(to),
    ];
    return readSeries(db, { runId, names, fromStep, toStep, width });
  }
  return inSnapshot(db, () => {
    const axis = axisOfRun(db, runId, over);
    if (!axis) return [];
    return listNamed(db, runId, names).map((series) => {
      const { exact, buckets } = readOver(db, series, axis, { from, to, width });
      return {
        ...seriesData(
          { runId, name: series.name, exact },
          buckets.map(({ bucket }) => bucket),
        ),
        x: buckets.map(({ x }) => x),
        lastX: buckets.map(({ lastX }) => lastX),
      };
    });
  });
}

/** Steps are whole: the first and the last that lie in a range of numbers. */
const within = (step: number) => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, step));
const stepFrom = (from: number) => within(Math.ceil(from));
const stepTo = (to: number) => within(Math.floor(to));
