import { assembleModule } from "../kernels/simd/assembler";
import { sumOfSquares as kernel } from "../kernels/simd/sum-of-squares";

/** Floats taken in at a time: 16 KB, which stay in the first cache. */
const windowSize = 4096;
const windowStart = 16;

const memory = new WebAssembly.Memory({ initial: 1 });
const sum = new Float64Array(memory.buffer, 0, 1);
const window = new Float32Array(memory.buffer, windowStart, windowSize);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleModule([kernel])), {
  kernels: { memory },
});
const addUp = exports.sumOfSquares as (source: number, count: number, sum: number) => void;

/**
 * Sum of squares of a stretch of floats, .35 ns a float where a loop in JavaScript takes .75. Squares of float32 values
 * are added up in float64, which neither overflows (3.4e38^2 < 1.8e308) nor underflows (1.4e-45^2 > 2.2e-308), so no
 * scaling by the maximum is needed.
 */
export function sumOfSquares(values: Float32Array, start = 0, end = values.length): number {
  let squares = 0;
  for (let from = start; from < end; from += windowSize) {
    const count = Math.min(windowSize, end - from);
    const padded = Math.ceil(count / 8) * 8;
    window.set(values.subarray(from, from + count));
    window.fill(0, count, padded);
    addUp(windowStart, padded, 0);
    squares += sum[0]!;
  }
  return squares;
}
