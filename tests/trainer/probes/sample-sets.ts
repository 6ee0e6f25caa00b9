import { randomStream } from "../../../trainer/random";

/** Normal noise around `shift`, `count` rows of `d` entries. */
export function gaussian(count: number, d: number, seed: number, deviation = 1, shift = 0): Float32Array {
  return randomStream(seed, "test")
    .fillNormal(new Float32Array(count * d), deviation)
    .map((value) => value + shift);
}

/** The rows of a flat array as plain arrays, for second computations written from the definitions. */
export function rowsOf(values: Float32Array, d: number): number[][] {
  return Array.from({ length: values.length / d }, (_, row) => [...values.subarray(row * d, (row + 1) * d)]);
}

export const distance = (a: number[], b: number[]) =>
  Math.hypot(...a.map((entry, index) => entry - b[index]!));
export const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** E k(x, x') + E k(y, y') - 2 E k(x, y) over all pairs of different samples, by the definition. */
export function unbiasedDiscrepancy(
  x: number[][],
  y: number[][],
  kernel: (a: number[], b: number[]) => number,
) {
  const among = (rows: number[][]) =>
    mean(rows.flatMap((a, i) => rows.filter((_, j) => j !== i).map((b) => kernel(a, b))));
  return among(x) + among(y) - 2 * mean(x.flatMap((a) => y.map((b) => kernel(a, b))));
}
