import type { Data } from "plotly.js";
import type { LayerNorms } from "../../db/contract/read-models";
import { formatNumber, formatStep } from "../format/number";
import type { Palette } from "../format/palette";
import { type EpisodeBand, episodeBars } from "./episode-shapes";
import type { TicksOf } from "./even-ticks";
import type { ChartTable, Figure, Margins, Range } from "./figure";
import { type GuardMark, guardMarksAbove } from "./guard-marks";
import { heatmapColumns } from "./heatmap-columns";
import { tickLabel } from "./log-ticks";
import { firstX, lastX } from "./series-x";
import { viridis } from "./viridis";
import { stepAxis, type XAxis } from "./x-axis";

export interface LayerHeatmapOptions {
  norms: LayerNorms;
  xRange: Range;
  /** Marks of an axis other than steps. */
  xTicks?: TicksOf | undefined;
  episodes: readonly EpisodeBand[];
  guardMarks?: readonly GuardMark[];
  palette: Palette;
  width: number;
}

const LAYER_ROW_PX = 26;
const MOST_TICKS = 5;
/** Above the cells: room for the bars of episodes, and for the glyphs of guardrails where some acted. */
const PLAIN_TOP_PX = 8;
const GUARD_LANE_PX = 16;
const BOTTOM_PX = 24;

/** Known before the data, so that nothing on the page moves when they arrive. */
export const layerHeatmapHeight = (layers: number, guarded: boolean): number =>
  layers * LAYER_ROW_PX + PLAIN_TOP_PX + (guarded ? GUARD_LANE_PX : 0) + BOTTOM_PX;

/** Gradient norms of a network's layers over an axis: colour is the logarithm, crosses are not finite. */
export function layerHeatmapFigure(options: LayerHeatmapOptions): {
  figure: Figure;
  margins: Margins;
  height: number;
} {
  const { norms, xRange, episodes, guardMarks: actions = [], palette, width } = options;
  const logs = norms.values.map((row) => row.map((value) => (value > 0 ? Math.log10(value) : null)));
  const finite = logs.flat().filter((log) => log !== null && Number.isFinite(log)) as number[];
  const low = Math.floor(finite.reduce((least, log) => Math.min(least, log), Number.POSITIVE_INFINITY));
  const high = Math.ceil(finite.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY));
  const [zmin, zmax] = finite.length > 0 ? [low, Math.max(high, low + 1)] : [0, 1];
  const labelWidth = Math.max(40, ...norms.layers.map((layer) => Math.round(layer.length * 6.3)));
  const margins: Margins = {
    left: Math.min(width < 500 ? 84 : 180, labelWidth + 18),
    right: 72,
    top: PLAIN_TOP_PX + (actions.length > 0 ? GUARD_LANE_PX : 0),
    bottom: BOTTOM_PX,
  };
  const crosses = norms.nonFinite.flatMap((row, layer) =>
    row.flatMap((count, column) =>
      count > 0 ? [{ x: firstX(norms)[column] ?? 0, y: norms.layers[layer] ?? "" }] : [],
    ),
  );
  const columns = heatmapColumns(norms);
  const data: Partial<Data>[] = [
    {
      type: "heatmap",
      x: columns.x,
      y: norms.layers,
      z: logs.map((row) => columns.column.map((column) => (column === null ? null : (row[column] ?? null)))),
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
  const plotWidth = Math.max(1, width - margins.left - margins.right);
  const stepsPerPixel = (xRange[1] - xRange[0]) / plotWidth;
  const guarded = guardMarksAbove(actions, { xRange, stepsPerPixel, palette }, PLAIN_TOP_PX);
  return {
    margins,
    height: layerHeatmapHeight(norms.layers.length, actions.length > 0),
    figure: {
      data,
      layout: {
        dragmode: "zoom",
        // Over the cells a tint would change their colour: a bar above them says the same.
        shapes: [...episodeBars(episodes, palette), ...guarded.shapes],
        annotations: guarded.annotations,
        xaxis: {
          type: "linear",
          range: [...xRange],
          showline: false,
          ...options.xTicks?.(xRange, plotWidth),
        },
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
export function layerTable(norms: LayerNorms, { over, name }: XAxis = stepAxis): ChartTable {
  const { layers, values, nonFinite } = norms;
  const isStep = over === "step";
  return {
    columns: [...(isStep ? [] : [`first ${name}`, `last ${name}`]), "step", ...layers, "non-finite"],
    rows: norms.step.map((step, column) => [
      ...(isStep ? [] : [firstX(norms)[column] as number, lastX(norms)[column] as number]),
      step,
      ...layers.map((_, layer) => values[layer]?.[column] ?? Number.NaN),
      layers.reduce((sum, _, layer) => sum + (nonFinite[layer]?.[column] ?? 0), 0),
    ]),
  };
}

/** `more` ends the sentence. */
export function describeLayers(
  { layers, step, values, nonFinite }: LayerNorms,
  { over, name }: XAxis = stepAxis,
  more = "",
): string {
  const where = over === "step" ? `steps ${formatStep(step[0])} to ${formatStep(step.at(-1))}` : name;
  const finite = values.flat().filter((value) => Number.isFinite(value));
  const bad = nonFinite.flat().filter((count) => count > 0).length;
  return `Gradient norm of ${layers.length} layers over ${where}: from ${formatNumber(Math.min(...finite))} to ${formatNumber(Math.max(...finite))}${bad > 0 ? `; ${bad} cells hold non-finite values` : ""}${more}.`;
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
