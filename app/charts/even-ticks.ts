import { formatDuration } from "../format/duration";
import { formatClock, formatDay } from "../format/time";
import type { Range } from "./figure";

export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

/** Ticks of an axis of so many pixels. */
export type TicksOf = (range: Range, pixels: number) => Ticks;

const mostTicks = 6;
/** "21 Nov 14:05" with room beside it. */
const labelPixels = 72;

const ticksWanted = (pixels: number): number =>
  Math.min(mostTicks, Math.max(2, Math.floor(pixels / labelPixels)));

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const units = [SECOND, MINUTE, HOUR, DAY];
/** Multiples of each unit that people count in. */
const multiples = [
  [1, 2, 5, 10, 15, 20, 30],
  [1, 2, 5, 10, 15, 20, 30],
  [1, 2, 3, 6, 12],
  [1, 2, 3, 4, 7, 14, 28],
];
const timeSpacings = units.flatMap((unit, index) => (multiples[index] ?? []).map((count) => count * unit));

/** Durations in milliseconds: `0`, `30 s`, `1 m 30 s`, `2 h`. */
export const elapsedTicks: TicksOf = ([from, to], pixels) => {
  const spacing = timeSpacing(to - from, ticksWanted(pixels));
  const tickvals = multiplesWithin(spacing, from, to);
  const label = (ms: number) =>
    ms !== 0 && spacing < SECOND ? `${Number((ms / SECOND).toFixed(3))} s` : duration(ms);
  return { tickvals, ticktext: tickvals.map(label) };
};

const duration = (ms: number): string =>
  ms === 0 ? "0" : `${ms < 0 ? "−" : ""}${formatDuration(Math.abs(ms)).replace(/\.0(?= s)/, "")}`;

/**
 * Wall times at round times of the reader's own time zone: `14:05`, and the day where one begins, or before the first
 * time where all ticks are of one day.
 */
export const wallTimeTicks: TicksOf = ([from, to], pixels) => {
  const spacing = timeSpacing(to - from, ticksWanted(pixels));
  // Whole days begin at local midnight, which is as far from UTC's as the offset says.
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  const tickvals = multiplesWithin(spacing, from - offset, to - offset).map((local) => local + offset);
  const isMidnight = (time: number) => (time - offset) % DAY === 0;
  const namesDay = tickvals.some(isMidnight);
  return {
    tickvals,
    ticktext: tickvals.map((time, index) => {
      if (isMidnight(time)) return formatDay(time);
      const clock = spacing < MINUTE ? formatClock(time) : formatClock(time).slice(0, 5);
      return index === 0 && !namesDay ? `${formatDay(time)} ${clock}` : clock;
    }),
  };
};

function timeSpacing(span: number, wanted: number): number {
  if (span < wanted * SECOND) return decimalSpacing(span, wanted);
  const fitting = timeSpacings.find((spacing) => span / spacing <= wanted);
  return fitting ?? Math.ceil(span / wanted / DAY) * DAY;
}

const suffixes = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** Numbers with as many decimals as tell the ticks apart: `1.2 M`, `1.25 M`. */
export const numberTicks: TicksOf = ([from, to], pixels) => {
  const spacing = decimalSpacing(to - from, ticksWanted(pixels));
  const tickvals = multiplesWithin(spacing, from, to);
  const largest = Math.max(Math.abs(from), Math.abs(to));
  const [divisor, suffix] = suffixes.find(([at]) => largest >= 10 * at || (at > 1e3 && largest >= at)) ?? [
    1,
    "",
  ];
  const decimals = Math.max(0, -Math.floor(Math.log10(spacing / divisor) + 1e-9));
  const label = (value: number) =>
    decimals > 6
      ? value.toPrecision(3)
      : `${(value / divisor).toFixed(decimals)}${suffix && value !== 0 ? `\u202f${suffix}` : ""}`;
  return { tickvals, ticktext: tickvals.map((value) => (value === 0 ? "0" : label(value))) };
};

/** 1, 2 or 5 times a power of ten. */
function decimalSpacing(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10) * power;
}

function multiplesWithin(spacing: number, from: number, to: number): number[] {
  const values: number[] = [];
  // No more than fit, whatever a range that is not one asks for.
  for (let count = Math.ceil(from / spacing); count * spacing <= to && values.length < 4 * mostTicks; count++)
    values.push(Number((count * spacing).toPrecision(15)));
  return values;
}
