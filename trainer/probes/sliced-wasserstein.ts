import type { Random } from "../random";
import { readBack } from "../read-back";
import { type Tensor2D, tf } from "../tensorflow";
import { sortedColumns } from "./sorted-columns";

/**
 * Sliced Wasserstein distance between generated and real samples, in the space of their pixels.
 *
 * Formula: for each of K random unit vectors v, the Wasserstein-1 distance between the two projections, which in
 * one dimension is the mean distance of sorted values: 1/N sum_i |sort(x v)_i - sort(y v)_i|; mean over v.
 * Source: Rabin et al. 2011; for GANs Karras et al. 2018 (there on patches).
 * Misleads: pixel space knows no shapes, so blurred averages do better than their looks; two real sets of N
 * samples are not at 0 either, but at a floor that falls with N. Compare only with equal N, K and projections.
 * Cost: 2.5 ms for 256 samples of 784 pixels on wasm, most of it the projections; natively half of that.
 */
export interface SlicedWasserstein {
  /** `samples`: as many as there are real ones, [count * size]. */
  distanceOf(samples: Float32Array): number;
}

/** Fixes `projections` directions and the projected `reals`, [count * size]. */
export function createSlicedWasserstein(
  reals: Float32Array,
  size: number,
  projections: number,
  random: Random,
): SlicedWasserstein {
  const directions = random.fillNormal(new Float32Array(projections * size));
  for (let start = 0; start < directions.length; start += size)
    normalize(directions.subarray(start, start + size));
  const count = reals.length / size;
  const expected = sortedProjections(reals);

  /** A row for each sample, of which each column, that of a direction, is sorted. */
  function sortedProjections(samples: Float32Array): Float32Array {
    const projected = readBack(() => {
      const rows: Tensor2D = tf.tensor2d(samples, [count, size]);
      const axes: Tensor2D = tf.tensor2d(directions, [projections, size]);
      return tf.matMul(rows, axes, false, true);
    });
    return sortedColumns(projected, count, projections);
  }

  return {
    distanceOf(samples) {
      const projected = sortedProjections(samples);
      let sum = 0;
      for (let index = 0; index < projected.length; index += 1)
        sum += Math.abs(projected[index]! - expected[index]!);
      return sum / projected.length;
    },
  };
}

function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const entry of vector) squares += entry * entry;
  for (let index = 0; index < vector.length; index += 1) vector[index] = vector[index]! / Math.sqrt(squares);
}
