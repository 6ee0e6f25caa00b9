import { readBack } from "../read-back";
import { tf } from "../tensorflow";
import { squaredDistances } from "./pairwise-distances";
import type { Points } from "./points";

/** As in Naeem et al. 2020: small enough to follow the data's shape, large enough not to follow single points. */
const neighbours = 5;

/**
 * Precision, recall, density and coverage of samples against real images, in a feature space.
 *
 * The data's manifold is covered by balls around each point that reach to its k-th nearest neighbour, k = 5.
 * Precision: share of samples in a ball of some real. Recall: share of reals in a ball of some sample
 * (Kynkaanniemi et al. 2019). Density: real balls that hold a sample, counted for every sample, / (k samples).
 * Coverage: share of reals whose ball holds a sample (Naeem et al. 2020).
 * Between alike sets of N: precision and recall near 1 for large N, density 1, coverage 1 - [(N-1)...(N-k)] /
 * [(2N-1)...(2N-k)], .97 for k = 5.
 * Misleads: one real outlier has a huge ball, which lifts precision; one far sample lifts recall the same way.
 * Density and coverage were made against that. Density can exceed 1. Depends on N: compare at equal N only.
 * A sample that is not finite lies in no ball, and no real in its.
 * Cost: two tables of squared distances, N^2 each, and one selection a row: 2 ms at N = 256, d = 64. Their comparison is
 * left to TensorFlow.js: in JavaScript a loop that runs once in a hundred steps stays unoptimized for long, 3 ms.
 */
export interface PrecisionRecall {
  /** `features`: [count * d]. */
  report(points: Points, features: Float32Array): void;
}

/** Fixes the real side; `features`: [count * d], more than k of them. */
export function createPrecisionRecall(reals: Float32Array, d: number): PrecisionRecall {
  const realCount = reals.length / d;
  const realRadii = squaredRadii(squaredDistances(reals, reals, d), realCount);

  return {
    report(points, samples) {
      const count = samples.length / d;
      const sampleRadii = squaredRadii(squaredDistances(samples, samples, d), count);
      const between = squaredDistances(samples, reals, d);
      const counts = readBack(() => {
        const table = tf.tensor2d(between, [count, realCount]);
        const inReals = tf.cast(
          tf.lessEqual(table, tf.tensor2d(realRadii.slice(), [1, realCount])),
          "float32",
        );
        const inSamples = tf.cast(tf.lessEqual(table, tf.tensor2d(sampleRadii, [count, 1])), "float32");
        return tf.concat([tf.sum(inReals, 1), tf.max(inReals, 0), tf.max(inSamples, 0)]);
      });
      /** For each sample the real balls that it lies in; for each real 1 where its own holds a sample, or a sample's it. */
      const balls = counts.subarray(0, count);
      const covered = counts.subarray(count, count + realCount);
      const recalled = counts.subarray(count + realCount);
      points.set("sample/precision", sum(balls.map(Math.sign)) / count);
      points.set("sample/recall", sum(recalled) / realCount);
      points.set("sample/density", sum(balls) / (neighbours * count));
      points.set("sample/coverage", sum(covered) / realCount);
    },
  };
}

/** Of each row of a table of squared distances among one set, the k-th smallest; the point itself does not count. */
function squaredRadii(table: Float32Array, count: number): Float32Array {
  const radii = new Float32Array(count);
  const nearest = new Float32Array(Math.min(neighbours, count - 1));
  for (let row = 0; row < count; row += 1) {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let column = 0; column < count; column += 1) {
      const distance = table[row * count + column]!;
      // Itself by its place, not by being the smallest: rounding may leave it farther than a twin. NaN is not less.
      if (column === row || !(distance < nearest[nearest.length - 1]!)) continue;
      let place = nearest.length - 1;
      for (; place > 0 && nearest[place - 1]! > distance; place -= 1) nearest[place] = nearest[place - 1]!;
      nearest[place] = distance;
    }
    const farthest = nearest[nearest.length - 1]!;
    // Among fewer than k finite ones there is no ball; one without end would hold everything.
    radii[row] = Number.isFinite(farthest) ? farthest : Number.NaN;
  }
  return radii;
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
