import type { SeriesSummary } from "../../../db/contract/read-models";
import { byGroup, byMetric } from "../../format/metric-order";
import type { DrawnSeries } from "../experiment/arm-curves-chart";
import { isLayerSeries } from "../run/layer-charts";

/** Series that any of the runs recorded, in the house's groups; single layers left out. */
export function comparedSeries(
  perRun: readonly (readonly SeriesSummary[])[],
): { group: string; series: DrawnSeries[] }[] {
  const groups = new Map<string, Map<string, DrawnSeries>>();
  for (const { name, group, unit, meaning, scale } of perRun.flat().sort(byMetric)) {
    if (isLayerSeries(name)) continue;
    const members = groups.get(group || "Other") ?? new Map<string, DrawnSeries>();
    groups.set(group || "Other", members);
    if (!members.has(name)) members.set(name, { name, unit, meaning, scale });
  }
  return [...groups].map(([group, members]) => ({ group, series: [...members.values()] })).sort(byGroup);
}
