/** Mean [d] and unbiased covariance [d x d, row by row] of rows, in float64. */
export interface Moments {
  mean: Float64Array;
  covariance: Float64Array;
}

/** `rows`: [count * d], at least two of them; centred first, so that a large mean costs no digits. */
export function momentsOf(rows: Float32Array, d: number): Moments {
  const count = rows.length / d;
  const mean = new Float64Array(d);
  for (let start = 0; start < rows.length; start += d)
    for (let index = 0; index < d; index += 1) mean[index] = mean[index]! + rows[start + index]! / count;
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let start = 0; start < rows.length; start += d) {
    for (let index = 0; index < d; index += 1) centred[index] = rows[start + index]! - mean[index]!;
    for (let row = 0; row < d; row += 1) {
      const factor = centred[row]! / (count - 1);
      for (let column = 0; column <= row; column += 1)
        covariance[row * d + column] = covariance[row * d + column]! + factor * centred[column]!;
    }
  }
  for (let row = 0; row < d; row += 1)
    for (let column = row + 1; column < d; column += 1)
      covariance[row * d + column] = covariance[column * d + row]!;
  return { mean, covariance };
}
