import type { SeriesData } from "../../../db/contract/read-models";
import type { Scale } from "../../charts/figure";
import { firstX } from "../../charts/series-x";
import { singleValueSeries } from "../../charts/single-value-series";

/**
 * Mean over the runs of a group, at every x that any of them has a finite value at; on a log axis the
 * geometric mean. A run that ended early does not count from there on. Null without any value.
 */
export function meanOfSeeds(series: readonly SeriesData[], scale: Scale): SeriesData | null {
  const [first] = series;
  if (!first) return null;
  const inward = scale === "log" ? Math.log : (value: number) => value;
  const outward = scale === "log" ? Math.exp : (value: number) => value;
  const sums = new Map<number, { sum: number; count: number }>();
  for (const data of series)
    firstX(data).forEach((at, index) => {
      const value = inward(data.mean[index] ?? Number.NaN);
      if (!Number.isFinite(value)) return;
      const entry = sums.get(at) ?? { sum: 0, count: 0 };
      entry.sum += value;
      entry.count += 1;
      sums.set(at, entry);
    });
  if (sums.size === 0) return null;
  const ordered = [...sums].sort(([a], [b]) => a - b);
  const x = ordered.map(([at]) => at);
  const mean = ordered.map(([, { sum, count }]) => outward(sum / count));
  return singleValueSeries(first.runId, first.name, x, mean, first.x && x);
}
