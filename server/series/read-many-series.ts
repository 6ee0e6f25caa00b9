import { z } from "zod";
import { RunId, Step } from "../../db/contract/identifiers";
import type { SeriesData } from "../../db/contract/read-models";
import { maximalWidth, readSeries } from "../../db/store/read-series";
import { getRun } from "../../db/store/runs";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";

export const ReadManySeries = z.object({
  runIds: z.array(RunId).max(50, "At most 50 runs can be charted at once; compare fewer"),
  names: z.array(z.string().max(200)).max(100).optional(),
  fromStep: Step.optional(),
  toStep: Step.optional(),
  /** Buckets a series. */
  width: z.number().int().min(1).max(maximalWidth).default(maximalWidth),
});
export type ReadManySeries = z.infer<typeof ReadManySeries>;

/** Series of several runs, in the order of the runs. A name that a run does not have is left out. */
export function readManySeries(ctx: ServerContext, { runIds, ...query }: ReadManySeries): SeriesData[] {
  return inSnapshot(ctx.db, () =>
    runIds.flatMap((runId) => {
      getRun(ctx.db, runId);
      return readSeries(ctx.db, { ...query, runId });
    }),
  );
}
