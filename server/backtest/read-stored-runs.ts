import type { Database } from "../../db/connection";
import { readPoints } from "../../db/store/points/read-points";
import { getRun } from "../../db/store/runs/runs";
import { listSeries } from "../../db/store/series/series";
import type { ServerContext } from "../context";
import { ListRuns, listRuns } from "../runs/list-runs";
import type { LoggedRun } from "./read-logged-runs";

/** Runs replayed at most in one backtest over the store. */
const mostRuns = 1000;

/** The stored runs that a filter of the runs table chooses (docs/filters.md), newest first, one in memory at a time. */
export function* readStoredRuns(ctx: ServerContext, filter: string): Generator<LoggedRun> {
  const { rows } = listRuns(ctx, ListRuns.parse({ ...(filter && { filter }), limit: mostRuns }));
  for (const { id } of rows) yield readStoredRun(ctx.db, id);
}

export function readStoredRun(db: Database, id: string): LoggedRun {
  const { name, config } = getRun(db, id);
  const series = listSeries(db, id).map((series) => {
    const { step, value } = readPoints(db, series.id, -1, Number.MAX_SAFE_INTEGER);
    return { name: series.name, step, value };
  });
  return { name, file: id, config: config as unknown as LoggedRun["config"], series, remarks: [] };
}
