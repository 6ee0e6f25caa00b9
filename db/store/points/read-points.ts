import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { seriesById } from "../series/series";
import { pointsOf } from "./points";

/** The next points after a step (-1 for all), in step order, for whoever follows a series. */
export function readPoints(db: Database, seriesId: number, afterStep: number, limit: number): SeriesColumns {
  const points = inSnapshot(db, () => {
    const series = seriesById(db, seriesId);
    return series ? pointsOf(db, series).range(afterStep + 1, Number.MAX_SAFE_INTEGER, limit) : [];
  });
  return {
    step: points.map(([step]) => step),
    wallTimeMs: points.map(([, wallTime]) => wallTime),
    value: points.map(([, , value]) => value),
  };
}
