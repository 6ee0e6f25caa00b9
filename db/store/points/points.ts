import type { Database } from "../../database";
import type { StoredSeries } from "../series/series";
import { chunkedPoints } from "./chunked-points";
import type { AxisCache } from "./chunks/axis-cache";
import type { PointSource } from "./point-source";
import { rowPoints } from "./row-points";

/** To be asked within one snapshot: chunks are written anew as points come in. */
export function pointsOf(
  db: Database,
  series: Pick<StoredSeries, "id" | "chunked">,
  axes?: AxisCache,
): PointSource {
  return series.chunked ? chunkedPoints(db, series.id, axes) : rowPoints(db, series.id);
}
