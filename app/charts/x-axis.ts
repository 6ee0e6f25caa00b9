import { type ChartAxis, seriesOfAxis } from "../../db/contract/chart-axis";
import { formatDuration } from "../format/duration";
import { formatNumber, formatStep } from "../format/number";
import { formatAbsolute } from "../format/time";
import { seriesTitle } from "../format/words";
import { elapsedTicks, numberTicks, type TicksOf, wallTimeTicks } from "./even-ticks";
import type { Range } from "./figure";

/** What charts lie over, in words and marks. */
export interface XAxis {
  over: ChartAxis;
  /** At the head of a column, and after "over". */
  name: string;
  /** One value, as the crosshair says it: `step 12 400`, `2 m 14 s in`. */
  say: (x: number) => string;
  /** Undefined where the house's own will do. */
  ticks?: TicksOf;
  /** A range drawn with the pointer, in digits that an address can carry. */
  round: (range: Range) => Range;
}

export const stepAxis: XAxis = {
  over: "step",
  name: "step",
  say: (x) => `step ${formatStep(x)}`,
  round: ([from, to]) => {
    const first = Math.max(0, Math.floor(from));
    return [first, Math.max(first + 1, Math.ceil(to))];
  },
};

const milliseconds = ([from, to]: Range): Range => [
  Math.floor(from),
  Math.max(Math.floor(from) + 1, Math.ceil(to)),
];

const timeAxis: XAxis = {
  over: "time",
  name: "wall time",
  say: formatAbsolute,
  ticks: wallTimeTicks,
  round: milliseconds,
};

const elapsedAxis: XAxis = {
  over: "elapsed",
  name: "elapsed time",
  say: (x) => (x < 0 ? `${formatDuration(-x)} before the start` : `${formatDuration(x)} in`),
  ticks: elapsedTicks,
  round: milliseconds,
};

const seriesAxis = (over: ChartAxis, name: string): XAxis => ({
  over,
  name: seriesTitle(name),
  say: (x) => `${seriesTitle(name)} ${formatNumber(x)}`,
  ticks: numberTicks,
  // To a thousandth of what is in sight.
  round: ([from, to]) => {
    const unit = 10 ** Math.floor(Math.log10((to - from) / 1000));
    return [whole(Math.floor(from / unit) * unit), whole(Math.ceil(to / unit) * unit)];
  },
});

const whole = (value: number): number => Number(value.toPrecision(12));

export function xAxisOf(over: ChartAxis): XAxis {
  const name = seriesOfAxis(over);
  if (name !== undefined) return seriesAxis(over, name);
  return over === "time" ? timeAxis : over === "elapsed" ? elapsedAxis : stepAxis;
}
