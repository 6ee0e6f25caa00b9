import { formatNumber } from "../format/number";
import type { Range } from "./figure";

const MOST_TICKS = 6;

const FEWEST_TICKS = 3;

/**
 * Ticks of a log axis whose range is in powers of ten: whole decades when several are in sight, 1 3
 * or 1 2 5 of each when there are few, even steps where not even those are. Plotly's own decades
 * print in two sizes, and its minor digits without their decade.
 */
export function logTicks([low, high]: Range): { tickvals: number[]; ticktext: string[] } {
  const even = evenSteps(10 ** low, 10 ** high);
  const values =
    [wholeDecades(low, high), mantissas(low, high, [1, 3]), mantissas(low, high, [1, 2, 5])].find(
      (candidates) => candidates.length >= FEWEST_TICKS,
    ) ?? even;
  return { tickvals: values, ticktext: values.map(tickLabel) };
}

function wholeDecades(low: number, high: number): number[] {
  const every = Math.max(1, Math.ceil((high - low) / MOST_TICKS));
  const values: number[] = [];
  for (let power = Math.ceil(low / every) * every; power <= high; power += every) values.push(10 ** power);
  return values;
}

function mantissas(low: number, high: number, digits: readonly number[]): number[] {
  const values: number[] = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1)
    for (const digit of digits) {
      const value = Number(`${digit}e${power}`);
      const log = Math.log10(value);
      if (log >= low && log <= high) values.push(value);
    }
  return values;
}

function evenSteps(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough) ?? power;
  const values: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high; index += 1)
    values.push(Number((index * step).toPrecision(12)));
  return values;
}

/** `0.001`, `20`, `10 k`, `1e-5`: as numbers are written elsewhere, without empty decimals. */
export function tickLabel(value: number): string {
  const label = formatNumber(value);
  return label.replace(/(\.\d*?)0+(?=e|\u202f|$)/, "$1").replace(/\.(?=e|\u202f|$)/, "");
}
