import { expect, it } from "vitest";
import { sortedColumns } from "../../../trainer/probes/sorted-columns";
import { gaussian } from "./sample-sets";

const columnOf = (table: Float32Array, columns: number, column: number) =>
  [...table].filter((_, index) => index % columns === column);

it.each([
  [1, 3],
  [2, 4],
  [3, 1],
  [7, 5],
  [13, 8],
  [64, 6],
  [100, 9],
  [256, 128],
])("sorts each column of %i rows by itself, of %i columns", (rows, columns) => {
  const table = gaussian(rows, columns, rows);
  const before = table.slice();
  const sorted = sortedColumns(table, rows, columns);
  expect(table).toEqual(before);
  for (let column = 0; column < columns; column += 1)
    expect(columnOf(sorted, columns, column)).toEqual(columnOf(table, columns, column).sort((a, b) => a - b));
});

it("keeps infinities at the ends, and a NaN within its column", () => {
  const inf = Number.POSITIVE_INFINITY;
  const sorted = sortedColumns(Float32Array.of(inf, 1, 0, Number.NaN, -inf, 3, 5, 2), 4, 2);
  expect(columnOf(sorted, 2, 0)).toEqual([-inf, 0, 5, inf]);
  expect(columnOf(sorted, 2, 1).some(Number.isNaN)).toBe(true);
});
