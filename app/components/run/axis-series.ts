import type { SeriesSummary } from "../../../db/contract/read-models";
import { byMetric } from "../../format/metric-order";
import { isLayerSeries } from "./layer-charts";

/** Counters are what charts are laid over most. */
const counters =
  /(^|[/_])(tokens?|samples?|examples?|images?|epochs?|episodes?|frames?|iterations?|updates?)([/_]|$)/i;

/** Names of the series that charts can lie over: counters first, single layers left out. */
export function axisSeries(perRun: readonly (readonly SeriesSummary[])[]): string[] {
  const named = new Map(perRun.flat().map((series) => [series.name, series]));
  const names = [...named.values()]
    .filter(({ name, min, max }) => !isLayerSeries(name) && min < max)
    .sort(byMetric)
    .map(({ name }) => name);
  const isCounter = (name: string) => counters.test(name) && !name.startsWith("sample/");
  return [...names.filter(isCounter), ...names.filter((name) => !isCounter(name))];
}
