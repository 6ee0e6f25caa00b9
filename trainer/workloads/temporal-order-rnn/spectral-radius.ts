/**
 * Spectral radius of a real square matrix: the largest absolute value among its (complex) eigenvalues.
 *
 * Gelfand's formula, rho = lim norm(A^k)^(1/k), with k doubled by squaring and the matrix rescaled each time, so
 * that nothing overflows. Power iteration would not do: a random matrix's largest eigenvalues are mostly a
 * complex pair, on which it never settles. The norm's constant factor is divided away by k, so 30 squarings
 * leave a relative error below 1e-7 whatever the matrix; they end earlier when the estimate stands still.
 * `matrix`: n x n, row by row. O(n^3) each squaring, in float64.
 */
export function spectralRadius(matrix: Float32Array, n: number): number {
  let power = Float64Array.from(matrix);
  let logRadius = 0;
  let exponent = 1;
  for (let squaring = 0; squaring < 30; squaring += 1) {
    const norm = frobeniusNorm(power);
    if (norm === 0) return 0;
    const step = Math.log(norm) / exponent;
    logRadius += step;
    if (squaring > 5 && Math.abs(step) < 1e-10) break;
    for (let index = 0; index < power.length; index += 1) power[index] = power[index]! / norm;
    power = square(power, n);
    exponent *= 2;
  }
  return Math.exp(logRadius);
}

function frobeniusNorm(matrix: Float64Array): number {
  let squares = 0;
  for (const entry of matrix) squares += entry * entry;
  return Math.sqrt(squares);
}

function square(matrix: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let inner = 0; inner < n; inner += 1) {
      const factor = matrix[row * n + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < n; column += 1)
        result[row * n + column] = result[row * n + column]! + factor * matrix[inner * n + column]!;
    }
  return result;
}
