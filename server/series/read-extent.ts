import { z } from "zod";
import { ChartAxis, seriesOfAxis } from "../../db/contract/chart-axis";
import { RunId } from "../../db/contract/identifiers";
import type { AxisExtent } from "../../db/contract/read-models";
import type { Database } from "../../db/database";
import { wallTimes } from "../../db/store/over/wall-times";
import { getRun } from "../../db/store/runs/runs";
import { findSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";

export const ReadExtent = z.object({ runIds: z.array(RunId).max(50), over: ChartAxis });
export type ReadExtent = z.infer<typeof ReadExtent>;

/** Between which values of an axis all points of these runs lie; null where none of them has any there. */
export function readExtent(ctx: ServerContext, { runIds, over }: ReadExtent): AxisExtent | null {
  return inSnapshot(ctx.db, () => {
    const extents = runIds.flatMap((runId) => {
      getRun(ctx.db, runId);
      return axisExtent(ctx.db, runId, over) ?? [];
    });
    if (extents.length === 0) return null;
    return {
      from: Math.min(...extents.map(({ from }) => from)),
      to: Math.max(...extents.map(({ to }) => to)),
    };
  });
}

/** The same of one; undefined where it has none there. */
export function axisExtent(db: Database, runId: string, over: ChartAxis): AxisExtent | undefined {
  const name = seriesOfAxis(over);
  if (name !== undefined) {
    const series = findSeries(db, runId, name);
    return series && !Number.isNaN(series.min) ? { from: series.min, to: series.max } : undefined;
  }
  if (over === "step") return { from: 0, to: getRun(db, runId).step ?? 0 };
  const times = wallTimes(db, runId);
  if (!times) return undefined;
  const origin = over === "time" ? 0 : times.origin;
  return { from: times.earliest - origin, to: times.latest - origin };
}
