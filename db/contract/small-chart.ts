import type { SeriesData } from "./read-models";

/**
 * A series as a small drawing of paths: on a page where many follow a slider, and in a report that is one file. Geometry
 * only, in pixels from the top left; whoever draws it brings the colours.
 */

/** Buckets of a series, in step order. */
export type SmallSeries = Pick<SeriesData, "step" | "lastStep" | "min" | "max" | "mean" | "nonFinite">;

/** Values beyond which points count, over steps; null where there is no bound. */
export interface SmallLimit {
  step: readonly number[];
  low: readonly (number | null)[];
  high: readonly (number | null)[];
}

export interface SmallChartOptions {
  series: SmallSeries;
  scale: "log" | "linear";
  xRange: readonly [number, number];
  width: number;
  height: number;
  limits?: readonly SmallLimit[];
}

export interface SmallChart {
  /** Through the means, and around the smallest and largest values of each bucket. */
  line: string;
  envelope: string;
  /** One path for each limit given; "" where it has no bound. */
  limits: string[];
  /** Places of non-finite values, far enough apart to be told from each other. */
  marks: number[];
  ticks: { y: number; value: number }[];
  toX(step: number): number;
}

const defaults = {
  /** Room above and below the values, as a share of the height. */
  padding: 0.08,
  /** A flat line is drawn in at least this much of a decade, or of its value. */
  leastDecades: 0.5,
  leastShare: 0.05,
  /** A limit farther from the values than this many times their span stays out of view: it would flatten them. */
  limitSpans: 2,
  markPixels: 8,
};

export function smallChart(options: SmallChartOptions): SmallChart {
  const { series, xRange, width, height, limits = [] } = options;
  const hasPositive = series.max.some((value) => Number.isFinite(value) && value > 0);
  const isLog = options.scale === "log" && hasPositive;
  const place = (value: number) => (!isLog ? value : value > 0 ? Math.log10(value) : Number.NaN);
  const [low, high] = rangeOf(series, limits, place, isLog);
  const toX = (step: number) =>
    rounded(((clamp(step, xRange) - xRange[0]) / Math.max(1, xRange[1] - xRange[0])) * width);
  const toY = (value: number) => rounded(height - ((place(value) - low) / (high - low)) * height);
  const at = (values: readonly number[]) =>
    series.step.map((step, index): Point => [toX(step), toY(values[index] as number)]);
  return {
    line: pathOf(at(series.mean)),
    envelope: series.min.some((value, index) => value < (series.max[index] as number))
      ? areaOf(at(series.max), at(series.min))
      : "",
    limits: limits.map(({ step, low, high }) =>
      [low, high].map((side) => stairs(step, side, toX, toY, width)).join(""),
    ),
    marks: thinned(series.step.filter((_, index) => (series.nonFinite[index] ?? 0) > 0).map(toX)),
    ticks: ticksOf(low, high, isLog).map((value) => ({ value, y: toY(value) })),
    toX,
  };
}

type Point = readonly [x: number, y: number];
type Place = (value: number) => number;

function rangeOf(
  { min, max }: SmallSeries,
  limits: readonly SmallLimit[],
  place: Place,
  isLog: boolean,
): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of [min, max])
    for (const value of values) {
      const placed = place(value);
      if (!Number.isFinite(placed)) continue;
      low = Math.min(low, placed);
      high = Math.max(high, placed);
    }
  if (low > high) return [0, 1];
  const least = isLog ? defaults.leastDecades : Math.abs(low + high) * defaults.leastShare || 1;
  const reach = defaults.limitSpans * Math.max(high - low, least);
  const [lowest, highest] = [low - reach, high + reach];
  for (const limit of limits)
    for (const side of [limit.low, limit.high]) {
      const middle = place(medianOf(side));
      if (!(middle >= lowest && middle <= highest)) continue;
      low = Math.min(low, middle);
      high = Math.max(high, middle);
    }
  const half = Math.max(high - low, least) * (0.5 + defaults.padding);
  const middle = (low + high) / 2;
  return [middle - half, middle + half];
}

function medianOf(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** A line with gaps where there is no finite value; a point alone is drawn as a dash. */
function pathOf(points: readonly Point[]): string {
  let path = "";
  let pen = false;
  for (const [index, [x, y]] of points.entries()) {
    if (!Number.isFinite(y)) pen = false;
    else {
      const isAlone = !pen && !Number.isFinite(points[index + 1]?.[1] ?? Number.NaN);
      path += `${pen ? "L" : "M"}${x} ${y}${isAlone ? "h1.5" : ""}`;
      pen = true;
    }
  }
  return path;
}

function areaOf(upper: readonly Point[], lower: readonly Point[]): string {
  let path = "";
  let from = 0;
  const isGap = (index: number) =>
    !Number.isFinite(upper[index]?.[1] ?? Number.NaN) || !Number.isFinite(lower[index]?.[1] ?? Number.NaN);
  for (let index = 0; index <= upper.length; index++) {
    if (!isGap(index)) continue;
    const top = upper.slice(from, index);
    if (top.length > 1) {
      const outline = [...top, ...lower.slice(from, index).reverse()];
      path += `M${outline.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
    }
    from = index + 1;
  }
  return path;
}

/** A limit holds from where it was known to where the next one was. */
function stairs(
  step: readonly number[],
  values: readonly (number | null)[],
  toX: (step: number) => number,
  toY: (value: number) => number,
  width: number,
): string {
  let path = "";
  let pen = false;
  for (const [index, value] of values.entries()) {
    const y = value === null ? Number.NaN : toY(value);
    const next = step[index + 1];
    if (!Number.isFinite(y)) pen = false;
    else {
      path += `${pen ? "V" : `M${toX(step[index] as number)} `}${y}H${next === undefined ? width : toX(next)}`;
      pen = true;
    }
  }
  return path;
}

function thinned(places: readonly number[]): number[] {
  const kept: number[] = [];
  for (const place of places)
    if (place - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= defaults.markPixels) kept.push(place);
  return kept;
}

/** Two to four round values. */
function ticksOf(low: number, high: number, isLog: boolean): number[] {
  if (isLog && high - low >= 1.5) {
    const every = Math.ceil((high - low) / 3.5);
    const first = Math.ceil(low / every) * every;
    return spread(first, every, high).map((power) => 10 ** power);
  }
  const [from, to] = isLog ? [10 ** low, 10 ** high] : [low, high];
  const rough = (to - from) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const spacing = ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10) * power;
  return spread(Math.ceil(from / spacing) * spacing, spacing, to);
}

function spread(first: number, every: number, last: number): number[] {
  const count = Math.max(0, Math.floor((last - first) / every + 1e-9) + 1);
  return Array.from({ length: Math.min(count, 8) }, (_, index) =>
    Number((first + index * every).toPrecision(12)),
  );
}

const clamp = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

const rounded = (pixels: number): number => Math.round(pixels * 10) / 10;
