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
  const [x, y] = [minus(left, centre), minus(right, centre)];
  const products = readBack(() => {
    const [a, b]: [Tensor2D, Tensor2D] = [tf.tensor2d(x, [rows, d]), tf.tensor2d(y, [columns, d])];
    return tf.matMul(a, b, false, true);
  });
  const [xSquares, ySquares] = [squaredNorms(x, d), squaredNorms(y, d)];
  for (let row = 0, index = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, index += 1) {
      const distance = xSquares[row]! + ySquares[column]! - 2 * products[index]!;
      // NaN stays.
      products[index] = distance < 0 ? 0 : distance;
    }
  return products;
}

function finiteMean(rows: Float32Array, d: number): Float64Array {
  const sums = new Float64Array(d);
  const counts = new Float64Array(d);
  for (let index = 0; index < rows.length; index += 1) {
    if (!Number.isFinite(rows[index]!)) continue;
    sums[index % d] = sums[index % d]! + rows[index]!;
    counts[index % d] = counts[index % d]! + 1;
  }
  return sums.map((sum, index) => sum / Math.max(1, counts[index]!));
}

function minus(rows: Float32Array, centre: Float64Array): Float32Array {
  return rows.map((entry, index) => entry - centre[index % centre.length]!);
}

function squaredNorms(rows: Float32Array, d: number): Float64Array {
  const norms = new Float64Array(rows.length / d);
  for (let index = 0; index < rows.length; index += 1) {
    const row = Math.floor(index / d);
    norms[row] = norms[row]! + rows[index]! * rows[index]!;
  }
  // An infinite entry as NaN, like the products that it enters.
  return norms.map((norm) => (Number.isFinite(norm) ? norm : Number.NaN));
}
