import { readBack } from "../read-back";
import { type Tensor2D, tf } from "../tensorflow";

/**
 * Squared Euclidean distances of every row of `left` to every row of `right`, [rows of left * rows of right].
 *
 * As norm(x)^2 + norm(y)^2 - 2 x.y: one matrix product in place of a pass over all pairs and dimensions. In float32
 * this leaves an error of about 1e-6 of the larger squared norm, so the mean of `right` is subtracted first, and what
 * comes out negative is 0: distances below a thousandth of the data's extent are rounding.
 * A row that is not finite is NaN from every other.
 */
export function squaredDistances(left: Float32Array, right: Float32Array, d: number): Float32Array {
  const [rows, columns] = [left.length / d, right.length / d];
  const centre = finiteMean(right, d);
  const x = minus(left, centre);
  const y = left === right ? x : minus(right, centre);
  const products = readBack(() => {
    const [a, b]: [Tensor2D, Tensor2D] = [tf.tensor2d(x, [rows, d]), tf.tensor2d(y, [columns, d])];
    return tf.matMul(a, b, false, true);
  });
  const xSquares = squaredNorms(x, d);
  const ySquares = x === y ? xSquares : squaredNorms(y, d);
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    const ofRow = xSquares[row]!;
    for (let column = 0; column < columns; column += 1) {
      const distance = ofRow + ySquares[column]! - 2 * products[start + column]!;
      // NaN stays.
      products[start + column] = distance < 0 ? 0 : distance;
    }
  }
  return products;
}

// Row by row with an inner loop: a remainder for each entry takes longer than the product of matrices.

function finiteMean(rows: Float32Array, d: number): Float64Array {
  const mean = new Float64Array(d);
  const counts = new Float64Array(d);
  for (let start = 0; start < rows.length; start += d)
    for (let index = 0; index < d; index += 1) {
      const entry = rows[start + index]!;
      if (!Number.isFinite(entry)) continue;
      mean[index] = mean[index]! + entry;
      counts[index] = counts[index]! + 1;
    }
  for (let index = 0; index < d; index += 1) mean[index] = mean[index]! / Math.max(1, counts[index]!);
  return mean;
}

function minus(rows: Float32Array, centre: Float64Array): Float32Array {
  const d = centre.length;
  const moved = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += d)
    for (let index = 0; index < d; index += 1) moved[start + index] = rows[start + index]! - centre[index]!;
  return moved;
}

/** Of each row; NaN for one that is not finite. */
export function squaredNorms(rows: Float32Array, d: number): Float64Array {
  const norms = new Float64Array(rows.length / d);
  for (let row = 0; row < norms.length; row += 1) {
    let squares = 0;
    for (let index = row * d; index < (row + 1) * d; index += 1) squares += rows[index]! * rows[index]!;
    // An infinite entry as NaN, like the products that it enters.
    norms[row] = Number.isFinite(squares) ? squares : Number.NaN;
  }
  return norms;
}
