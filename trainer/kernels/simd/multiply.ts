import type { Heap } from "./heap";
import { columnsOfTile, rowsOfTile } from "./matrix-product";
import type { SimdKernels } from "./module";

/** A matrix in wasm memory: where it begins, and how many bytes lie between its rows and its columns. */
export interface Matrix {
  address: number;
  rowStride: number;
  columnStride: number;
}

const floatBytes = 4;
/** Steps of the inner dimension and rows at a time: 64 KB of A and a panel of 8 KB of B stay in the caches. */
const blockSteps = 256;
const blockRows = 64;
const tileBytes = rowsOfTile * columnsOfTile * floatBytes;
const rowPanelBytes = blockRows * blockSteps * floatBytes;

/** [rows, columns] as they stand in memory, row by row, or the transpose of what stands there. */
export function matrixAt(address: number, storedColumns: number, transposed: boolean): Matrix {
  const [near, far] = [floatBytes, storedColumns * floatBytes];
  return transposed
    ? { address, rowStride: near, columnStride: far }
    : { address, rowStride: far, columnStride: near };
}

/** What is done to a product on its way to memory; addresses of 0 and slope 1 do nothing. */
export interface Finish {
  /** A number for each column, added. */
  bias?: number;
  /** Rectified, with this slope left of 0. */
  slope?: number;
  /** Added to what stands there instead of replacing it. */
  accumulate?: boolean;
}

/**
 * A [rows, inner] times B [inner, columns] into `product`, row by row. Sums run over the inner dimension in its
 * order, in one accumulator for each stretch of 256, so a product is bitwise the same at every call.
 */
export function multiply(
  heap: Heap,
  [rows, inner, columns]: readonly [number, number, number],
  a: Matrix,
  b: Matrix,
  product: number,
  { bias = 0, slope = 1, accumulate = false }: Finish = {},
): void {
  const { simd } = heap;
  const panelColumns = Math.ceil(columns / columnsOfTile) * columnsOfTile;
  const steps = Math.min(inner, blockSteps);
  const tile = heap.scratch(tileBytes + rowPanelBytes + steps * panelColumns * floatBytes);
  const rowPanels = tile + tileBytes;
  const columnPanels = rowPanels + rowPanelBytes;
  for (let step = 0; step < inner; step += blockSteps) {
    const count = Math.min(blockSteps, inner - step);
    const isLast = step + count === inner;
    pack(simd, b.address + step * b.rowStride, b.columnStride, b.rowStride, columns, count, columnPanels, 8);
    for (let row = 0; row < rows; row += blockRows) {
      const height = Math.min(blockRows, rows - row);
      const from = a.address + row * a.rowStride + step * a.columnStride;
      pack(simd, from, a.rowStride, a.columnStride, height, count, rowPanels, 4);
      simd.multiplyPanels(
        rowPanels,
        columnPanels,
        product + row * columns * floatBytes,
        columns * floatBytes,
        height,
        columns,
        count,
        isLast ? bias : 0,
        accumulate || step > 0 ? 1 : 0,
        isLast ? slope : 1,
        tile,
      );
    }
  }
}

function pack(
  simd: SimdKernels,
  source: number,
  laneStride: number,
  stepStride: number,
  lanes: number,
  steps: number,
  panels: number,
  width: 4 | 8,
): void {
  simd.packPanels(source, laneStride, stepStride, lanes, steps, panels, width);
}
