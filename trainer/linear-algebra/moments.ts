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
  return { mean, covariance: covarianceOf(centred(rows, mean), d, count) };
}

/** Rows less their mean, and rows of zeros after them up to a multiple of four. */
function centred(rows: Float32Array, mean: Float64Array): Float64Array {
  const d = mean.length;
  const moved = new Float64Array(Math.ceil(rows.length / d / 4) * 4 * d);
  for (let start = 0; start < rows.length; start += d)
    for (let index = 0; index < d; index += 1) moved[start + index] = rows[start + index]! - mean[index]!;
  return moved;
}

/** Four rows at a time: to load and store an entry of the sum costs more than the product that is added to it. */
function covarianceOf(rows: Float64Array, d: number, count: number): Float64Array {
  const covariance = new Float64Array(d * d);
  for (let first = 0; first < rows.length; first += 4 * d) {
    const [second, third, fourth] = [first + d, first + 2 * d, first + 3 * d];
    for (let row = 0; row < d; row += 1) {
      const a = rows[first + row]! / (count - 1);
      const b = rows[second + row]! / (count - 1);
      const c = rows[third + row]! / (count - 1);
      const e = rows[fourth + row]! / (count - 1);
      const to = row * d;
      for (let column = 0; column <= row; column += 1)
        covariance[to + column] =
          covariance[to + column]! +
          (a * rows[first + column]! + b * rows[second + column]!) +
          (c * rows[third + column]! + e * rows[fourth + column]!);
    }
  }
  for (let row = 0; row < d; row += 1)
    for (let column = row + 1; column < d; column += 1)
      covariance[row * d + column] = covariance[column * d + row]!;
  return covariance;
}
