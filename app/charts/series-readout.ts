import type { SeriesData } from "../../db/contract/read-models";
import type { ChartTable, ReadoutRow } from "./figure";
import type { SeriesLine } from "./series-line";
import { firstX, lastX } from "./series-x";
import { stepAxis, type XAxis } from "./x-axis";

/** Values under the crosshair, largest first. */
export function seriesReadout(lines: readonly SeriesLine[], x: number): ReadoutRow[] {
  return lines
    .flatMap(({ label, colour, data }): ReadoutRow[] => {
      const index = bucketAt(data, x);
      if (index < 0) return [];
      const value = (data.exact ? data.last[index] : data.max[index]) ?? Number.NaN;
      return [{ label, colour, value, nonFinite: data.nonFinite[index] ?? 0 }];
    })
    .sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value));
}

/** Every bucket as a row, for CSV and the data table. */
export function seriesTable(lines: readonly SeriesLine[], { over, name }: XAxis = stepAxis): ChartTable {
  const exact = lines.every((line) => line.data.exact);
  const ofAxis = over === "step" ? [] : exact ? [name] : [`first ${name}`, `last ${name}`];
  return {
    columns: exact
      ? ["series", ...ofAxis, "step", "value", "non-finite"]
      : ["series", ...ofAxis, "first step", "last step", "min", "max", "mean", "points", "non-finite"],
    rows: lines.flatMap(({ label, data }) =>
      data.step.map((step, index) => {
        const at = (column: readonly number[]) => column[index] ?? Number.NaN;
        const places = [at(firstX(data)), at(lastX(data))].slice(0, ofAxis.length);
        return exact
          ? [label, ...places, step, at(data.last), at(data.nonFinite)]
          : [label, ...places, step, ...bucketColumns(data).map(at)];
      }),
    ),
  };
}

const bucketColumns = (data: SeriesData) => [
  data.lastStep,
  data.min,
  data.max,
  data.mean,
  data.counts,
  data.nonFinite,
];

/** Index of the bucket nearest to an x that lies within its reach; -1 when the series is not there. */
export function bucketAt(data: SeriesData, x: number): number {
  const [first, last] = [firstX(data), lastX(data)];
  if (first.length === 0) return -1;
  let low = 0;
  let high = first.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((first[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  const next =
    low + 1 < first.length ? (first[low + 1] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const end = last[low] ?? 0;
  const nearest = x > end && next - x < x - end ? low + 1 : low;
  const span = (last.at(-1) ?? 0) - (first[0] ?? 0);
  const distance = Math.max((first[nearest] ?? 0) - x, x - (last[nearest] ?? 0));
  // Steps are whole: a lone point of a short series has its neighbourhood.
  return distance <= Math.max(data.x ? 0 : 1, span * 0.02) ? nearest : -1;
}
