import type { Database } from "../connection";
import type { SeriesColumns } from "../contract/events";
import { fromColumn } from "../schema/encoded-number";

/** The next points after a step (-1 for all), in step order, for whoever follows a series. */
export function readPoints(db: Database, seriesId: number, afterStep: number, limit: number): SeriesColumns {
  const rows = db
    .statement(
      "SELECT step, wall_time, value FROM point WHERE series_id = ? AND step > ? ORDER BY step LIMIT ?",
    )
    .raw()
    .all(seriesId, afterStep, limit) as [number, number, number | "NaN"][];
  return {
    step: rows.map(([step]) => step),
    wallTimeMs: rows.map(([, wallTime]) => wallTime),
    value: rows.map(([, , value]) => fromColumn(value)),
  };
}
