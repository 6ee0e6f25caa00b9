import { metricGroups } from "../../../db/contract/metrics";
import type { SeriesSummary } from "../../../db/contract/read-models";
import { metricTitle } from "../../format/words";

/** One chart of a run: the series of one metric, a line for each network or part. */
export interface RunChart {
  key: string;
  title: string;
  unit: string;
  meaning: string;
  scale: "log" | "linear";
  lines: { name: string; label: string; summary: SeriesSummary }[];
}

export interface RunChartGroup {
  group: string;
  charts: RunChart[];
}

/** Metrics whose third name segment is a layer; layers have a page of their own. */
const perLayer = new Set(["gradient_norm", "gradient_norm_clipped"]);

/** `gradient_norm/critic/dense_1` */
export function isLayerSeries(name: string): boolean {
  const segments = name.split("/");
  return segments.length > 2 && perLayer.has(segments[0] ?? "");
}

/** Networks whose layers were recorded, in the order of their first series. */
export function layerNetworks(series: readonly SeriesSummary[]): string[] {
  const names = series
    .filter(({ name }) => isLayerSeries(name) && name.startsWith("gradient_norm/"))
    .map(({ name }) => name.split("/")[1] ?? "");
  return [...new Set(names)];
}

/**
 * Series to charts: lines of one metric share a chart; `sample/*` are different measures and get one
 * each. Groups in the house's order, those of clients' own metrics after them.
 */
export function runCharts(series: readonly SeriesSummary[]): RunChartGroup[] {
  const charts = new Map<string, RunChart & { group: string }>();
  for (const summary of series) {
    if (isLayerSeries(summary.name)) continue;
    const key = chartKey(summary.name);
    const chart = charts.get(key) ?? {
      key,
      title: metricTitle(key),
      unit: summary.unit,
      meaning: summary.meaning,
      scale: summary.scale,
      group: summary.group || "Other",
      lines: [],
    };
    chart.lines.push({
      name: summary.name,
      label: lineLabel(summary.name, key),
      summary,
    });
    charts.set(key, chart);
  }
  const order = [...metricGroups, "Other"] as string[];
  const groups = new Map<string, RunChart[]>();
  for (const { group, ...chart } of charts.values()) groups.set(group, [...(groups.get(group) ?? []), chart]);
  const rank = (group: string) => (order.includes(group) ? order.indexOf(group) : order.length);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([group, members]) => ({ group, charts: members }));
}

/** The norms of a network's layers as one chart, in the order of the network. */
export function layerChart(series: readonly SeriesSummary[], network: string): RunChart | null {
  const prefix = `gradient_norm/${network}/`;
  const layers = series.filter(({ name }) => name.startsWith(prefix));
  const [first] = layers;
  if (!first) return null;
  return {
    key: prefix,
    title: `Gradient norm of each layer, ${network}`,
    unit: first.unit,
    meaning: first.meaning,
    scale: first.scale,
    lines: layers.map((summary) => ({
      name: summary.name,
      label: summary.name.slice(prefix.length),
      summary,
    })),
  };
}

function chartKey(name: string): string {
  const [first = name] = name.split("/");
  return first === "sample" ? name : first;
}

function lineLabel(name: string, key: string): string {
  return name === key ? "all" : name.slice(key.length + 1);
}

/** Arm colours 1 to 5, without the control's grey: networks keep theirs over all charts. */
const colourOfLabel: Record<string, number> = {
  discriminator: 1,
  generator: 2,
  rnn: 1,
  real: 3,
  fake: 4,
  mean: 1,
  max: 2,
  all: 1,
};

export function lineColourPosition(label: string, index: number): number {
  return colourOfLabel[label] ?? (index % 5) + 1;
}
