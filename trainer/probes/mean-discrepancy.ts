import { squaredDistances } from "./pairwise-distances";

/**
 * Squared maximum mean discrepancy between samples and reals, for data of any kind.
 *
 * Formula: unbiased estimate of E k(x, x') + E k(y, y') - 2 E k(x, y) with k(a, b) = exp(-norm(a - b)^2 / (2 s^2)),
 * s the median distance between reals (the median heuristic), fixed for the run so that steps can be compared.
 * Source: Gretton et al. 2012, equation 3 and section 8.
 * Misleads: unbiased, so below 0 where the sets are alike. The median distance spans the whole of a mixture, so the
 * kernel sees whether the modes' masses are right and hardly how narrow each is. In pixels it knows no shapes.
 * Cost: two tables of squared distances and an exponential for each pair: 3 ms at N = 256.
 */
export interface MeanDiscrepancy {
  /** `samples`: [count * d]. */
  distanceOf(samples: Float32Array): number;
  /** s: the kernel's width. */
  readonly width: number;
}

/** Fixes the real side and the kernel; `reals`: [count * d], at least two of them and not all the same. */
export function createMeanDiscrepancy(reals: Float32Array, d: number): MeanDiscrepancy {
  const realCount = reals.length / d;
  const amongReals = squaredDistances(reals, reals, d);
  const width = Math.sqrt(medianOffDiagonal(amongReals, realCount));
  const kernelAmongReals = meanKernel(amongReals, realCount, width, true);
  return {
    width,
    distanceOf(samples) {
      const count = samples.length / d;
      const amongSamples = meanKernel(squaredDistances(samples, samples, d), count, width, true);
      const across = meanKernel(squaredDistances(samples, reals, d), realCount, width, false);
      return kernelAmongReals + amongSamples - 2 * across;
    },
  };
}

/** `columns`: entries of a row of the table; `among`: a set with itself, whose diagonal is left out. */
function meanKernel(table: Float32Array, columns: number, width: number, among: boolean): number {
  const factor = -1 / (2 * width * width);
  let sum = 0;
  for (let index = 0; index < table.length; index += 1) {
    if (among && index % (columns + 1) === 0) continue;
    sum += Math.exp(factor * table[index]!);
  }
  return sum / (among ? table.length - columns : table.length);
}

function medianOffDiagonal(table: Float32Array, count: number): number {
  const above: number[] = [];
  for (let row = 0; row < count; row += 1)
    for (let column = row + 1; column < count; column += 1) above.push(table[row * count + column]!);
  const sorted = Float32Array.from(above).sort();
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
