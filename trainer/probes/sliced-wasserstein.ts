import type { Random } from "../random";
import { readBack } from "../read-back";
import { type Tensor2D, tf } from "../tensorflow";

/**
 * Sliced Wasserstein distance between generated and real samples, in the space of their pixels.
 *
 * Formula: for each of K random unit vectors v, the Wasserstein-1 distance between the two projections, which in
 * one dimension is the mean distance of sorted values: 1/N sum_i |sort(x v)_i - sort(y v)_i|; mean over v.
 * Source: Rabin et al. 2011; for GANs Karras et al. 2018 (there on patches).
 * Misleads: pixel space knows no shapes, so blurred averages do better than their looks; two real sets of N
 * samples are not at 0 either, but at a floor that falls with N. Compare only with equal N, K and projections.
 * Cost: 4 ms for 256 samples of 784 pixels.
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

  /** One sorted row of `count` values for each direction. */
  function sortedProjections(samples: Float32Array): Float32Array {
    const projected = readBack(() => {
      const rows: Tensor2D = tf.tensor2d(samples, [count, size]);
      const axes: Tensor2D = tf.tensor2d(directions, [projections, size]);
      return tf.matMul(axes, rows, false, true);
    });
    sortStretches(projected, count);
    return projected;
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

/**
 * Sorts each stretch of so many numbers, NaN to its ends: as whole numbers in the order of the floats whose bits they
 * are, negative ones with all bits but the sign turned over, in two thirds of the time.
 */
function sortStretches(values: Float32Array, length: number): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  turnNegatives(bits);
  for (let start = 0; start < bits.length; start += length) bits.subarray(start, start + length).sort();
  turnNegatives(bits);
}

function turnNegatives(bits: Int32Array): void {
  for (let index = 0; index < bits.length; index += 1)
    bits[index] = bits[index]! ^ ((bits[index]! >> 31) & 0x7fff_ffff);
}
