import { readBack } from "../read-back";
import { type Tensor2D, tf } from "../tensorflow";

/**
 * Sample diversity: how far samples lie from each other on average.
 *
 * Formula: mean over all pairs i < j of norm(x_i - x_j), in the units of the data.
 * Source: as in Mao et al. 2019 (mode seeking); here in the data's own space in place of LPIPS.
 * Misleads: says nothing without the same number for real data, 20.4 for MNIST's digits, of which it may be above (samples that scatter over
 * everything) as well as below (collapse). In pixels two shifts of one digit count as diverse.
 * Cost: a product of matrices: 1 ms for 128 digits.
 */
export function meanPairwiseDistance(samples: Float32Array, d: number): number {
  const count = samples.length / d;
  const sums = readBack(() => {
    const rows: Tensor2D = tf.tensor2d(samples, [count, d]);
    // From the first of them: far from the origin squares would cancel.
    const moved: Tensor2D = tf.sub(rows, tf.slice(rows, [0, 0], [1, d]));
    const squares = tf.sum(tf.square(moved), 1, true);
    const products = tf.matMul(moved, moved, false, true);
    const table = tf.sub(tf.add(squares, tf.transpose(squares)), tf.mul(products, 2));
    // Rounding takes a square of 0 to either side of it. Not `relu`, which hides a NaN on some backends.
    const distances = tf.sqrt(tf.abs(table));
    return tf.sum(tf.mul(distances, tf.sub(1, tf.eye(count))), 1);
  });
  let sum = 0;
  for (const ofRow of sums) sum += ofRow;
  return sum / (count * (count - 1));
}
