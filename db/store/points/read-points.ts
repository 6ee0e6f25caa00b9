import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { inSnapshot } from "../../transaction";
import { seriesById } from "../series/series";
import { pointsOf } from "./points";

/** The next points after a step (-1 for all), in step order, for whoever follows a series. */
export function readPoints(db: Database, seriesId: number, afterStep: number, limit: number): SeriesColumns {
  return inSnapshot(db, () => {
    const series = seriesById(db, seriesId);
    if (!series) return { step: [], wallTimeMs: [], value: [] };
    const points = pointsOf(db, series).columns(afterStep + 1, Number.MAX_SAFE_INTEGER, limit);
    return {
      step: Array.from(points.step),
      wallTimeMs: Array.from(points.wallTimeMs),
      value: Array.from(points.value),
    };
  });
}
