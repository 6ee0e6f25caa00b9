import type { SeriesSummary } from "../../../db/contract/read-models";
import { byGroup, byMetric } from "../../format/metric-order";
import { isLayerSeries } from "./layer-charts";
import { chartOf, type RunChart } from "./run-chart";

export interface RunChartGroup {
  group: string;
  charts: RunChart[];
}

/**
 * Series to charts: the networks of one metric share a chart, the parts of a network (its quantiles) one of
 * their own; `sample/*` are different measures and get one each. Layers have a page of their own.
 */
export function runCharts(series: readonly SeriesSummary[]): RunChartGroup[] {
  const groups = new Map<string, Map<string, RunChart>>();
  for (const summary of series.filter(({ name }) => !isLayerSeries(name)).sort(byMetric)) {
    const group = summary.group || "Other";
    const charts = groups.get(group) ?? new Map<string, RunChart>();
    groups.set(group, charts);
    const key = chartKey(summary.name);
    const chart = charts.get(key) ?? chartOf(key, summary);
    charts.set(key, chart);
    chart.lines.push({ name: summary.name, label: lineLabel(summary.name, key), summary });
  }
  return [...groups].map(([group, charts]) => ({ group, charts: [...charts.values()] })).sort(byGroup);
}

function chartKey(name: string): string {
  const [metric = name, network, part] = name.split("/");
  if (metric === "sample") return name;
  return part === undefined ? metric : `${metric}/${network}`;
}

function lineLabel(name: string, key: string): string {
  return name === key ? "all" : name.slice(key.length + 1);
}
