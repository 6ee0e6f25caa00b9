import { firstX, lastX, type Placed } from "./series-x";

const defaults = {
  /** Nothing for this many usual distances between columns is a standstill, as between two attempts of a run. */
  gapColumns: 8,
};

/**
 * Where a heat map's columns lie, and which of the data each shows: null for the empty ones that stand at both ends of a
 * standstill. Cells reach half way to the next, and would else colour a time of which nothing is known.
 */
export function heatmapColumns(data: Placed): { x: number[]; column: (number | null)[] } {
  const [first, last] = [firstX(data), lastX(data)];
  const distances = first.slice(1).map((x, index) => x - (first[index] as number));
  const usual = [...distances].sort((a, b) => a - b)[distances.length >> 1] ?? 0;
  const x: number[] = [];
  const column: (number | null)[] = [];
  first.forEach((at, index) => {
    x.push(at);
    column.push(index);
    const [end, next] = [last[index] as number, first[index + 1]];
    if (next === undefined || next - end <= defaults.gapColumns * usual) return;
    x.push(end + usual, next - usual);
    column.push(null, null);
  });
  return { x, column };
}
