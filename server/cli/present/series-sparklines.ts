import { describeMetric } from "../../../db/contract/metrics";
import type { SeriesData, SeriesSummary } from "../../../db/contract/read-models";
import { formatNumber } from "./figures";
import { sparkline } from "./sparkline";
import { formatTable } from "./table";

export const sparklineWidth = 48;

/** Series that say most in a terminal: one a network, no layers, no halves. */
export function keySeries(series: readonly SeriesSummary[]): string[] {
  const wanted =
    /^(gradient_norm\/[^/]+|loss\/[^/]+|discriminator_accuracy|wasserstein_estimate|accuracy|sample\/[^/]+)$/;
  return series.map(({ name }) => name).filter((name) => wanted.test(name));
}

export function seriesSparklines(data: readonly SeriesData[]): string {
  return formatTable(data, [
    { title: "series", cell: ({ name }) => name },
    {
      title: "over its steps",
      cell: (series) =>
        sparkline(series.max, {
          scale: describeMetric(series.name)?.scale ?? "linear",
          nonFinite: series.nonFinite,
        }),
    },
    { title: "min", cell: ({ min }) => formatNumber(extreme(min, Math.min)), align: "right" },
    { title: "max", cell: ({ max }) => formatNumber(extreme(max, Math.max)), align: "right" },
    { title: "last", cell: ({ last }) => formatNumber(last.at(-1)), align: "right" },
  ]);
}

function extreme(values: readonly number[], pick: (...values: number[]) => number): number | null {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 ? pick(...finite) : null;
}
