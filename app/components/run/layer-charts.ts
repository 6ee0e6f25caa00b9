import type { SeriesSummary } from "../../../db/contract/read-models";
import { byMetric } from "../../format/metric-order";
import { chartOf, type RunChart } from "./run-chart";

/** Metrics whose names end with a layer where they have a third segment. */
const ofLayers = new Set([
  "gradient_norm",
  "gradient_norm_clipped",
  "update_ratio",
  "dead_units",
  "weight_norm",
  "update_norm",
  "saturation",
]);

/** `gradient_norm/critic/dense_1` */
export function isLayerSeries(name: string): boolean {
  const [metric = "", , layer] = name.split("/");
  return layer !== undefined && ofLayers.has(metric);
}

/** Networks whose layers were recorded, in the order of their first series. */
export function layerNetworks(series: readonly SeriesSummary[]): string[] {
  const names = series.filter(({ name }) => isLayerSeries(name)).map(({ name }) => name.split("/")[1] ?? "");
  return [...new Set(names)];
}

/** One chart for each metric of a network's layers, its lines in the order of the network. */
export function layerCharts(series: readonly SeriesSummary[], network: string): RunChart[] {
  const charts = new Map<string, RunChart>();
  for (const summary of series.filter(({ name }) => isLayerSeries(name)).sort(byMetric)) {
    const [metric = "", ofNetwork, ...layer] = summary.name.split("/");
    if (ofNetwork !== network) continue;
    const key = `${metric}/${network}`;
    const chart = charts.get(key) ?? chartOf(key, summary);
    charts.set(key, chart);
    chart.lines.push({ name: summary.name, label: layer.join("/"), summary });
  }
  return [...charts.values()];
}
