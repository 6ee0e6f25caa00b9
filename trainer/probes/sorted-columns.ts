import { assembleModule } from "../kernels/simd/assembler";
import { exchangeRows } from "../kernels/simd/exchange-rows";

const pageBytes = 65_536;

const memory = new WebAssembly.Memory({ initial: 1 });
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleModule([exchangeRows])), {
  kernels: { memory },
});
const exchange = exports.exchangeRows as (first: number, second: number, end: number) => void;

/**
 * The columns of a table [rows x columns], each sorted by itself; a column with a NaN has NaN among its entries still, at
 * least one. All columns take the same exchanges, four of them at once.
 *
 * Source: Batcher's merge exchange, of any number of rows (Knuth, The Art of Computer Programming 3, algorithm 5.2.2M).
 * Cost: 3,839 exchanges of rows for 256 of them: .3 ms at 128 columns, a third of what sorting one after the other takes.
 */
export function sortedColumns(table: Float32Array, rows: number, columns: number): Float32Array {
  const width = Math.ceil(columns / 4) * 4;
  const missing = 4 * rows * width - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  const values = new Float32Array(memory.buffer, 0, rows * width);
  for (let row = 0; row < rows; row += 1)
    values.set(table.subarray(row * columns, (row + 1) * columns), row * width);
  sortRows(rows, 4 * width);
  const sorted = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    sorted.set(values.subarray(row * width, row * width + columns), row * columns);
  return sorted;
}

function sortRows(rows: number, rowBytes: number): void {
  const largest = 2 ** (Math.ceil(Math.log2(Math.max(2, rows))) - 1);
  for (let p = largest; p > 0; p >>= 1) {
    let [q, r, distance] = [largest, 0, p];
    for (;;) {
      for (let row = 0; row < rows - distance; row += 1) {
        if ((row & p) !== r) continue;
        exchange(row * rowBytes, (row + distance) * rowBytes, (row + 1) * rowBytes);
      }
      if (q === p) break;
      distance = q - p;
      q >>= 1;
      r = p;
    }
  }
}
