import type { SeriesData } from "../../../db/contract/read-models";
import { firstX } from "../../charts/series-x";

/** The series with its buckets moved to a common grid of x, so that the seeds of an arm meet there and can be averaged. */
export function onGrid(data: SeriesData, spacing: number): SeriesData {
  const x = firstX(data).map((at) => Math.round(at / spacing) * spacing);
  return { ...data, x, lastX: x };
}
