import type { SeriesData } from "../../db/contract/read-models";
import type { ChartTable, ReadoutRow } from "./figure";
import type { SeriesLine } from "./series-line";

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
