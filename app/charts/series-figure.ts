import type { Annotations, Data } from "plotly.js";
import type { SeriesData } from "../../db/contract/read-models";
import type { Dash } from "../format/arm-colour";
import { formatNumber } from "../format/number";
import { type Palette, withAlpha } from "../format/palette";
import { keepRange, valueRange } from "./axis-range";
import { spreadLabels } from "./end-labels";
import { type EpisodeBand, episodeShapes } from "./episode-shapes";
import {
  type ChartTable,
  defaultMargins,
  type Figure,
  type Margins,
  type Range,
  type ReadoutRow,
  type Scale,
} from "./figure";
import { smooth } from "./smoothing";

/** One series as a line: its data and how it is told apart, by colour, dash and name. */
export interface SeriesLine {
  label: string;
  data: SeriesData;
  colour: string;
  dash?: Dash;
  width?: number;
  opacity?: number;
  /** One of many in the background (a seed behind its mean): no envelope, no label at its end. */
  quiet?: boolean;
}

export interface SeriesFigureOptions {
  lines: readonly SeriesLine[];
  scale: Scale;
  /** Time constant of the smoothing in steps; 0 draws the values themselves. */
  smoothing: number;
  xRange: Range;
  /** Axis of the last drawing, kept while it still fits. */
  previousYRange?: Range | null;
  /** Limits of the axis that the unit brings, such as 0 to 1 for a share. */
  bounds?: Range | null;
  episodes?: readonly EpisodeBand[];
  palette: Palette;
  width: number;
  height: number;
  margins?: Margins;
}

export interface SeriesFigure {
  figure: Figure;
  /** Range drawn, in the axis' own units (powers of ten on a log axis). */
  yRange: Range;
  margins: Margins;
}

const LABEL_LINE_PX = 13;
/** An axis for marks alone, where every value is non-finite or has no place on a log axis. */
const nothingDrawable: Range = [-1, 1];

/** Curves of series over steps: envelope behind a smoothed line, non-finite marks, values at the ends. */
export function seriesFigure(options: SeriesFigureOptions): SeriesFigure {
  const { lines, scale, smoothing, xRange, palette, width, height } = options;
  const labelled = lines.filter((line) => !line.quiet);
  const margins = options.margins ?? marginsFor(labelled, width);
  const drawable = (value: number) => Number.isFinite(value) && (scale === "linear" || value > 0);

  const extent = drawableExtent(lines, xRange, drawable);
  const needed = valueRange(extent.low, extent.high, scale);
  const bounded =
    needed && options.bounds && scale === "linear"
      ? ([Math.min(needed[0], options.bounds[0]), Math.max(needed[1], options.bounds[1])] as const)
      : needed;
  const yRange = keepRange(options.previousYRange ?? null, bounded) ?? options.bounds ?? nothingDrawable;

  const envelopes: Partial<Data>[] = [];
  const curves: Partial<Data>[] = [];
  const marks: Partial<Data>[] = [];
  for (const line of lines) {
    if (!line.quiet && (smoothing > 0 || !line.data.exact)) envelopes.push(...envelope(line, drawable));
    curves.push(curve(line, scale, smoothing, drawable));
    marks.push(...edgeMarks(line, scale, yRange, palette));
  }

  const stepsPerPixel = (xRange[1] - xRange[0]) / Math.max(1, width - margins.left - margins.right);
  const figure: Figure = {
    data: [...envelopes, ...curves, ...marks],
    layout: {
      shapes: episodeShapes(
        options.episodes ?? [],
        palette,
        new Set(lines.map((line) => line.data.name)),
        3 * stepsPerPixel,
      ),
      annotations: endLabels(labelled, scale, yRange, height - margins.top - margins.bottom, margins),
      dragmode: "zoom",
      xaxis: { range: [...xRange] },
      yaxis: {
        type: scale,
        range: [...yRange],
        fixedrange: true,
        ...(scale === "log" ? logTicks(yRange) : {}),
      },
    },
  };
  return { figure, yRange, margins };
}

/** Wide enough for the longest label at a line's end; on a narrow chart only the values stay. */
export function marginsFor(lines: readonly SeriesLine[], width: number): Margins {
  const characters = Math.max(6, ...(lines.length > 1 ? lines.map((line) => line.label.length) : []));
  const limit = width < 420 ? 64 : 120;
  return { ...defaultMargins, right: Math.min(limit, Math.round(characters * 6.2) + 14) };
}

/** Values under the crosshair, largest first. */
export function seriesReadout(lines: readonly SeriesLine[], step: number): ReadoutRow[] {
  return lines
    .flatMap(({ label, colour, data }): ReadoutRow[] => {
      const index = bucketAt(data, step);
      if (index < 0) return [];
      const value = (data.exact ? data.last[index] : data.max[index]) ?? Number.NaN;
      return [{ label, colour, value, nonFinite: data.nonFinite[index] ?? 0 }];
    })
    .sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value));
}

/** Every bucket as a row, for CSV and the data table. */
export function seriesTable(lines: readonly SeriesLine[]): ChartTable {
  const exact = lines.every((line) => line.data.exact);
  return {
    columns: exact
      ? ["series", "step", "value", "non-finite"]
      : ["series", "first step", "last step", "min", "max", "mean", "non-finite"],
    rows: lines.flatMap(({ label, data }) =>
      data.step.map((step, index) => {
        const at = (column: readonly number[]) => column[index] ?? Number.NaN;
        return exact
          ? [label, step, at(data.last), at(data.nonFinite)]
          : [label, step, at(data.lastStep), at(data.min), at(data.max), at(data.mean), at(data.nonFinite)];
      }),
    ),
  };
}

/** Index of the bucket nearest to a step that lies within its reach; -1 when the series is not there. */
export function bucketAt(data: SeriesData, step: number): number {
  const { step: first, lastStep } = data;
  if (first.length === 0) return -1;
  let low = 0;
  let high = first.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((first[middle] ?? 0) <= step) low = middle;
    else high = middle - 1;
  }
  const next =
    low + 1 < first.length ? (first[low + 1] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const end = lastStep[low] ?? 0;
  const nearest = step > end && next - step < step - end ? low + 1 : low;
  const span = (lastStep.at(-1) ?? 0) - (first[0] ?? 0);
  const distance = Math.max((first[nearest] ?? 0) - step, step - (lastStep[nearest] ?? 0));
  return distance <= Math.max(1, span * 0.02) ? nearest : -1;
}

function drawableExtent(lines: readonly SeriesLine[], xRange: Range, drawable: (value: number) => boolean) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { data } of lines)
    for (let index = 0; index < data.step.length; index += 1) {
      if ((data.lastStep[index] ?? 0) < xRange[0] || (data.step[index] ?? 0) > xRange[1]) continue;
      for (const value of [data.min[index], data.max[index]]) {
        if (value === undefined || !drawable(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  return { low, high };
}

/** Smallest to largest of each bucket, so that no spike disappears behind a mean or a smoothing. */
function envelope(line: SeriesLine, drawable: (value: number) => boolean): Partial<Data>[] {
  const { data, colour } = line;
  const keep = (values: readonly number[]) => values.map((value) => (drawable(value) ? value : null));
  const shared = {
    type: "scatter",
    mode: "lines",
    x: data.step,
    line: { width: 0, simplify: true },
    hoverinfo: "skip",
    connectgaps: false,
  } as const;
  return [
    { ...shared, y: keep(data.min) },
    { ...shared, y: keep(data.max), fill: "tonexty", fillcolor: withAlpha(colour, 0.22) },
  ];
}

function curve(
  line: SeriesLine,
  scale: Scale,
  smoothing: number,
  drawable: (value: number) => boolean,
): Partial<Data> {
  const { data, colour, dash = "solid", width = 1.5, opacity = 1 } = line;
  const values = data.exact ? data.last : data.mean;
  const smoothed = smooth(data.step, values, smoothing, scale);
  const few = data.step.length === 1;
  return {
    type: "scatter",
    mode: few ? "markers" : "lines",
    x: data.step,
    y: smoothed.map((value) => (drawable(value) ? value : null)),
    line: { color: colour, width, dash, simplify: true },
    marker: { color: colour, size: 5 },
    opacity,
    hoverinfo: "skip",
    connectgaps: false,
    name: line.label,
  };
}

/** Crosses on the top edge where a point is not finite; arrows at the bottom where a log axis has no place. */
function edgeMarks(line: SeriesLine, scale: Scale, yRange: Range, palette: Palette): Partial<Data>[] {
  const { data, colour } = line;
  const outward = (position: number) => (scale === "log" ? 10 ** position : position);
  const span = yRange[1] - yRange[0];
  const top = outward(yRange[1] - span * 0.03);
  const bottom = outward(yRange[0] + span * 0.03);
  const nonFinite = data.step.filter((_, index) => (data.nonFinite[index] ?? 0) > 0);
  const notPositive = scale === "log" ? data.step.filter((_, index) => (data.min[index] ?? 1) <= 0) : [];
  const mark = (steps: number[], y: number, symbol: string, color: string): Partial<Data> => ({
    type: "scatter",
    mode: "markers",
    x: steps,
    y: steps.map(() => y),
    marker: { symbol, size: 8, color, line: { width: 2, color } },
    hoverinfo: "skip",
    cliponaxis: false,
  });
  return [
    ...(nonFinite.length > 0 ? [mark(nonFinite, top, "x-thin", palette.critical)] : []),
    ...(notPositive.length > 0 ? [mark(notPositive, bottom, "triangle-down", colour)] : []),
  ];
}

function endLabels(
  lines: readonly SeriesLine[],
  scale: Scale,
  yRange: Range,
  plotHeight: number,
  margins: Margins,
): Partial<Annotations>[] {
  const named = lines.length > 1 && margins.right > 64;
  const labelHeight = named ? 2 * LABEL_LINE_PX : LABEL_LINE_PX;
  const inner = (value: number) => (scale === "log" ? Math.log10(value) : value);
  const span = yRange[1] - yRange[0];
  const wanted = lines.flatMap(({ data }, index) => {
    const value = data.last.findLast((last) => Number.isFinite(inner(last)));
    if (value === undefined) return [];
    return [{ index, y: ((yRange[1] - inner(value)) / span) * plotHeight }];
  });
  return spreadLabels(wanted, labelHeight, plotHeight).flatMap(({ index, y }) => {
    const line = lines[index];
    if (!line) return [];
    const value = formatNumber(line.data.last.at(-1));
    return [
      {
        xref: "paper" as const,
        yref: "paper" as const,
        x: 1,
        y: 1 - y / plotHeight,
        xanchor: "left" as const,
        yanchor: "middle" as const,
        xshift: 6,
        align: "left" as const,
        showarrow: false,
        text: named ? `${shorten(line.label, margins.right)}<br>${value}` : value,
        font: { size: 11, color: line.colour },
      },
    ];
  });
}

function shorten(label: string, pixels: number): string {
  const characters = Math.floor((pixels - 12) / 6);
  return label.length <= characters ? label : `${label.slice(0, Math.max(1, characters - 1))}…`;
}

/** Whole decades when there are several; within one, Plotly's own 2 and 5 between. */
function logTicks(yRange: Range): { dtick?: number | string } {
  const decades = yRange[1] - yRange[0];
  return decades > 1.5 ? { dtick: Math.max(1, Math.ceil(decades / 5)) } : {};
}
