import { z } from "zod";
import { ChartAxis } from "../../db/contract/chart-axis";
import { RunId } from "../../db/contract/identifiers";
import type { SeriesData } from "../../db/contract/read-models";
import { readSeriesOver } from "../../db/store/over/read-series-over";
import { maximalWidth } from "../../db/store/rollup/read-buckets";
import { getRun } from "../../db/store/runs/runs";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";

export const ReadManySeries = z.object({
  runIds: z.array(RunId).max(50, "At most 50 runs can be charted at once; compare fewer"),
  names: z.array(z.string().max(200)).max(100).optional(),
  over: ChartAxis.default("step"),
  /** Range of the axis: steps, milliseconds since 1970 or since the run's first point, or values of its series. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Buckets a series. */
  width: z.number().int().min(1).max(maximalWidth).default(maximalWidth),
});
export type ReadManySeries = z.infer<typeof ReadManySeries>;

/** Series of several runs, in the order of the runs. A name that a run does not have is left out. */
export function readManySeries(ctx: ServerContext, { runIds, ...query }: ReadManySeries): SeriesData[] {
  return inSnapshot(ctx.db, () =>
    runIds.flatMap((runId) => {
      getRun(ctx.db, runId);
      return readSeriesOver(ctx.db, { ...query, runId });
    }),
  );
}
