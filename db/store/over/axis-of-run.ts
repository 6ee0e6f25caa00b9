import { type ChartAxis, seriesOfAxis } from "../../contract/chart-axis";
import type { Database } from "../../database";
import { findSeries } from "../series/series";
import type { AxisSource } from "./axis-source";
import { seriesAxis } from "./series-axis";
import { timeAxis } from "./time-axis";
import { startOf } from "./wall-times";

/** An axis of a run; undefined where the run has nothing that makes it. */
export function axisOfRun(
  db: Database,
  runId: string,
  over: Exclude<ChartAxis, "step">,
): AxisSource | undefined {
  const name = seriesOfAxis(over);
  if (name !== undefined) {
    const series = findSeries(db, runId, name);
    return series && seriesAxis(db, series);
  }
  const start = startOf(db, runId);
  return start === undefined ? undefined : timeAxis(db, over === "time" ? 0 : start);
}
