import { readBack } from "../read-back";
import type { Tensor2D } from "../tensorflow";
import { tf } from "../tensorflow";

/**
 * Kernel distance between the features of samples and of real images: a squared maximum mean discrepancy, called KID.
 *
 * Formula: unbiased estimate of E k(x, x') + E k(y, y') - 2 E k(x, y) with the cubic kernel k(a, b) = (a.b/d + 1)^3;
 * pairs of a sample with itself are left out of the first two means.
 * Source: Binkowski et al. 2018, section 4; Gretton et al. 2012, equation 3.
 * Misleads: being unbiased it goes below 0 where the sets are alike, and its spread at a few hundred samples is about
 * that of a small improvement; average it over steps. By these features its values are no KID of the literature.
 * Cost: three products of [N, d] by [d, N] and as many passes over N^2 numbers: 1 ms at N = 256, d = 64.
 */
export interface KernelDistance {
  /** `features`: [count * d]. */
  distanceOf(features: Float32Array): number;
}

/** Fixes the real side; `features`: [count * d]. */
export function createKernelDistance(features: Float32Array, d: number): KernelDistance {
  const amongReals = meanKernel(features, features, d, true);
  return {
    distanceOf: (samples) =>
      amongReals + meanKernel(samples, samples, d, true) - 2 * meanKernel(samples, features, d, false),
  };
}

function meanKernel(left: Float32Array, right: Float32Array, d: number, same: boolean): number {
  const [rows, columns] = [left.length / d, right.length / d];
  const products = readBack(() => {
    const [a, b]: Tensor2D[] = [
      tf.tensor2d(left.slice(), [rows, d]),
      tf.tensor2d(right.slice(), [columns, d]),
    ];
    return tf.matMul(a!, b!, false, true);
  });
  let sum = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (same && row === column) continue;
      const base = products[row * columns + column]! / d + 1;
      // Ten times as fast as ** 3.
      sum += base * base * base;
    }
  return sum / (rows * (same ? rows - 1 : columns));
}
