import type { Database } from "../../db/database";
import { readPoints } from "../../db/store/points/read-points";
import { getRun } from "../../db/store/runs/find-run";
import { listSeries } from "../../db/store/series/series";
import type { Thresholds } from "../../diagnostics/detectors/registry";
import type { ServerContext } from "../context";
import { judgingBehind, judgingOf } from "../judging/judging-of";
import { ListRuns, listRuns } from "../runs/list-runs";
import type { LoggedRun } from "./read-logged-runs";

/** Runs replayed at most in one backtest over the store. */
const mostRuns = 1000;

/** The stored runs that a filter of the runs table chooses (docs/filters.md), newest first, one in memory at a time. */
export function* readStoredRuns(ctx: ServerContext, filter: string): Generator<LoggedRun> {
  const { rows } = listRuns(ctx, ListRuns.parse({ ...(filter && { filter }), limit: mostRuns }));
  for (const { id } of rows) yield readStoredRun(ctx.db, id, "now");
}

/** A judgement by other thresholds than the defaults says so. */
function keptRemarks(thresholds: Thresholds): string[] {
  const words = Object.entries(thresholds).flatMap(([detector, values]) =>
    Object.entries(values).map(([name, value]) => `${detector}.${name}=${value}`),
  );
  return words.length === 0 ? [] : [`judged by ${words.join(", ")}, kept in the place of the defaults`];
}

/** A run with the roles and thresholds that hold for it now, or with those that its episodes rest on. */
export function readStoredRun(db: Database, id: string, judged: "now" | "then"): LoggedRun {
  const { name, config } = getRun(db, id);
  const series = listSeries(db, id).map((series) => {
    const { step, value } = readPoints(db, series.id, -1, Number.MAX_SAFE_INTEGER);
    return { name: series.name, step, value };
  });
  const { roles, thresholds } = judged === "now" ? judgingOf(db, id) : judgingBehind(db, id);
  return {
    name,
    file: id,
    config: config as unknown as LoggedRun["config"],
    roles,
    thresholds,
    series,
    remarks: keptRemarks(thresholds),
  };
}
