import type { Data } from "plotly.js";
import type { LayerNorms } from "../../db/contract/read-models";
import { formatNumber, formatStep } from "../format/number";
import type { Palette } from "../format/palette";
import { type EpisodeBand, episodeBars } from "./episode-shapes";
import type { ChartTable, Figure, Margins, Range } from "./figure";
import { tickLabel } from "./log-ticks";
import { viridis } from "./viridis";

export interface LayerHeatmapOptions {
  norms: LayerNorms;
  xRange: Range;
  episodes: readonly EpisodeBand[];
  palette: Palette;
  width: number;
}

export const LAYER_ROW_PX = 26;
const MOST_TICKS = 5;

/** Gradient norms of a network's layers over steps: colour is the logarithm, crosses are not finite. */
export function layerHeatmapFigure({ norms, xRange, episodes, palette, width }: LayerHeatmapOptions): {
  figure: Figure;
  margins: Margins;
  height: number;
} {
  const logs = norms.values.map((row) => row.map((value) => (value > 0 ? Math.log10(value) : null)));
  const finite = logs.flat().filter((log) => log !== null && Number.isFinite(log)) as number[];
  const low = Math.floor(finite.reduce((least, log) => Math.min(least, log), Number.POSITIVE_INFINITY));
  const high = Math.ceil(finite.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY));
  const [zmin, zmax] = finite.length > 0 ? [low, Math.max(high, low + 1)] : [0, 1];
  const labelWidth = Math.max(40, ...norms.layers.map((layer) => Math.round(layer.length * 6.3)));
  const margins: Margins = {
    left: Math.min(width < 500 ? 84 : 180, labelWidth + 18),
    right: 72,
    top: 8,
    bottom: 24,
  };
  const crosses = norms.nonFinite.flatMap((row, layer) =>
    row.flatMap((count, column) =>
      count > 0 ? [{ x: norms.steps[column] ?? 0, y: norms.layers[layer] ?? "" }] : [],
    ),
  );
  const height = norms.layers.length * LAYER_ROW_PX + margins.top + margins.bottom;
  const data: Partial<Data>[] = [
    {
      type: "heatmap",
      x: norms.steps,
      y: norms.layers,
      z: logs,
      zmin,
      zmax,
      colorscale: viridis,
      ygap: 1,
      hoverongaps: false,
      hoverinfo: "skip",
      colorbar: {
        thickness: 10,
        len: 1,
        lenmode: "fraction",
        y: 0.5,
        x: 1,
        xpad: 10,
        ypad: 0,
        outlinewidth: 0,
        tickfont: { size: 11, color: palette.muted },
        ...decadeTicks(zmin, zmax),
      },
    },
    {
      type: "scatter",
      mode: "markers",
      x: crosses.map(({ x }) => x),
      y: crosses.map(({ y }) => y),
      marker: {
        symbol: "x-thin",
        size: 8,
        color: palette.critical,
        line: { width: 2, color: palette.critical },
      },
      hoverinfo: "skip",
    },
  ];
  return {
    margins,
    height,
    figure: {
      data,
      layout: {
        dragmode: "zoom",
        // Over the cells a tint would change their colour: a bar above them says the same.
        shapes: episodeBars(episodes, palette),
        xaxis: { range: [...xRange], showline: false },
        yaxis: {
          type: "category",
          autorange: "reversed",
          fixedrange: true,
          showgrid: false,
          nticks: norms.layers.length,
          tickvals: norms.layers,
          ticktext: norms.layers.map((layer) => shorten(layer, margins.left)),
          tickfont: { size: 11, color: palette.text },
          ...({ ticklabelstandoff: 6 } as object),
        },
      },
    },
  };
}

/** One row a bucket, one column a layer. */
export function layerTable({ layers, steps, values, nonFinite }: LayerNorms): ChartTable {
  return {
    columns: ["step", ...layers, "non-finite"],
    rows: steps.map((step, column) => [
      step,
      ...layers.map((_, layer) => values[layer]?.[column] ?? Number.NaN),
      layers.reduce((sum, _, layer) => sum + (nonFinite[layer]?.[column] ?? 0), 0),
    ]),
  };
}

export function describeLayers({ layers, steps, values, nonFinite }: LayerNorms): string {
  const finite = values.flat().filter((value) => Number.isFinite(value));
  const bad = nonFinite.flat().filter((count) => count > 0).length;
  return `Gradient norm of ${layers.length} layers over steps ${formatStep(steps[0])} to ${formatStep(steps.at(-1))}: from ${formatNumber(Math.min(...finite))} to ${formatNumber(Math.max(...finite))}${bad > 0 ? `; ${bad} cells hold non-finite values` : ""}.`;
}

function decadeTicks(low: number, high: number): { tickvals: number[]; ticktext: string[] } {
  const every = Math.max(1, Math.ceil((high - low) / MOST_TICKS));
  const tickvals: number[] = [];
  for (let decade = Math.ceil(low); decade <= high; decade += every) tickvals.push(decade);
  return { tickvals, ticktext: tickvals.map((decade) => tickLabel(10 ** decade)) };
}

function shorten(label: string, pixels: number): string {
  const characters = Math.floor((pixels - 12) / 6.2);
  return label.length <= characters ? label : `…${label.slice(-Math.max(1, characters - 1))}`;
}
