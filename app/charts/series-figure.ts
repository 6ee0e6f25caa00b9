import type { Data } from "plotly.js";
import { type Palette, withAlpha } from "../format/palette";
import { keepRange, valueRange } from "./axis-range";
import { edgeMarks, nonFiniteCount } from "./edge-marks";
import { endLabels } from "./end-labels";
import { type EpisodeBand, episodeShapes } from "./episode-shapes";
import type { TicksOf } from "./even-ticks";
import { defaultMargins, type Figure, type Margins, type Range, type Scale } from "./figure";
import { type GuardMark, guardMarks } from "./guard-marks";
import { logTicks } from "./log-ticks";
import type { SeriesLine } from "./series-line";
import { firstX, lastX } from "./series-x";
import { smooth } from "./smoothing";

export interface SeriesFigureOptions {
  lines: readonly SeriesLine[];
  /** Faint lines behind them: without envelope, marks and labels. */
  behind?: readonly SeriesLine[];
  scale: Scale;
  /** Time constant of the smoothing in steps; 0 draws the values themselves. */
  smoothing: number;
  xRange: Range;
  /** The house's own where it is left out. */
  xTicks?: TicksOf | undefined;
  /** Axis of the last drawing, kept while it still fits. */
  previousYRange?: Range | null;
  /** Limits of the axis that the unit brings, such as 0 to 1 for a share. */
  bounds?: Range | null;
  episodes?: readonly EpisodeBand[];
  guardMarks?: readonly GuardMark[];
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

/** An axis for marks alone, where every value is non-finite or has no place on a log axis. */
const nothingDrawable: Range = [-1, 1];

/** Curves of series: envelope behind a smoothed line, non-finite marks, values at the ends. */
export function seriesFigure(options: SeriesFigureOptions): SeriesFigure {
  const { lines, behind = [], scale, smoothing, xRange, palette, width, height } = options;
  const labelled = lines.filter((line) => !line.quiet);
  const margins = options.margins ?? marginsFor(labelled, width);
  const drawable = (value: number) => Number.isFinite(value) && (scale === "linear" || value > 0);

  const extent = drawableExtent([...behind, ...lines], xRange, drawable);
  const needed = valueRange(extent.low, extent.high, scale);
  const bounded =
    needed && options.bounds && scale === "linear"
      ? ([Math.min(needed[0], options.bounds[0]), Math.max(needed[1], options.bounds[1])] as const)
      : needed;
  const yRange = keepRange(options.previousYRange ?? null, bounded) ?? options.bounds ?? nothingDrawable;

  const plotWidth = Math.max(1, width - margins.left - margins.right);
  const stepsPerPixel = (xRange[1] - xRange[0]) / plotWidth;
  const envelopes: Partial<Data>[] = [];
  const curves: Partial<Data>[] = [];
  const marks: Partial<Data>[] = [];
  for (const line of lines) {
    if (!line.quiet && (smoothing > 0 || !line.data.exact)) envelopes.push(...envelope(line, drawable));
    curves.push(curve(line, scale, smoothing, drawable));
    marks.push(...edgeMarks(line, { scale, yRange, palette, stepsPerPixel }));
  }

  const guarded = guardMarks(options.guardMarks ?? [], { xRange, stepsPerPixel, palette });
  const figure: Figure = {
    data: [
      ...behind.map((line) => curve(line, scale, smoothing, drawable)),
      ...envelopes,
      ...curves,
      ...marks,
    ],
    layout: {
      shapes: [
        ...episodeShapes(
          options.episodes ?? [],
          palette,
          new Set(lines.map((line) => line.data.name)),
          3 * stepsPerPixel,
        ),
        ...guarded.shapes,
      ],
      annotations: [
        ...endLabels(labelled, {
          scale,
          yRange,
          palette,
          margins,
          plotHeight: height - margins.top - margins.bottom,
        }),
        ...nonFiniteCount(lines, xRange, palette),
        ...guarded.annotations,
      ],
      dragmode: "zoom",
      // The type is said: guessing it reads every value as a date first.
      xaxis: { type: "linear", range: [...xRange], tickangle: 0, ...options.xTicks?.(xRange, plotWidth) },
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

function drawableExtent(lines: readonly SeriesLine[], xRange: Range, drawable: (value: number) => boolean) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { data } of lines) {
    const [first, last] = [firstX(data), lastX(data)];
    for (let index = 0; index < first.length; index += 1) {
      if ((last[index] ?? 0) < xRange[0] || (first[index] ?? 0) > xRange[1]) continue;
      for (const value of [data.min[index], data.max[index]]) {
        if (value === undefined || !drawable(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return { low, high };
}

/**
 * What the smoothed line is made of, behind it, so that no spike disappears: the points themselves,
 * or, where a bucket holds several, its smallest to largest.
 */
function envelope(line: SeriesLine, drawable: (value: number) => boolean): Partial<Data>[] {
  const { data, colour } = line;
  const keep = (values: readonly number[]) => values.map((value) => (drawable(value) ? value : null));
  const shared = {
    type: "scatter",
    mode: "lines",
    x: firstX(data),
    hoverinfo: "skip",
    connectgaps: false,
  } as const;
  if (data.exact)
    return [
      { ...shared, y: keep(data.last), line: { width: 1, color: withAlpha(colour, 0.35), simplify: true } },
    ];
  const edge = { width: 0.5, color: withAlpha(colour, 0.35), simplify: true };
  return [
    { ...shared, y: keep(data.min), line: edge },
    { ...shared, y: keep(data.max), line: edge, fill: "tonexty", fillcolor: withAlpha(colour, 0.22) },
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
    x: firstX(data),
    y: smoothed.map((value) => (drawable(value) ? value : null)),
    line: { color: colour, width, dash, simplify: true },
    marker: { color: colour, size: 5 },
    opacity,
    hoverinfo: "skip",
    connectgaps: false,
    name: line.label,
  };
}
