import type { FeaturePairs, RealFeatures } from "./feature-pairs";
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
 * Cost: a selection a row and a pass over the pairs, N^2 each: .7 ms at N = 256.
 */
export interface PrecisionRecall {
  report(points: Points, pairs: FeaturePairs): void;
}

/** Fixes the real side, more than k of them. */
export function createPrecisionRecall({ reals, d, amongReals }: RealFeatures): PrecisionRecall {
  const realCount = reals.length / d;
  const realRadii = squaredRadii(amongReals, realCount);
  return {
    report(points, { samples, amongSamples, toReals }) {
      const count = samples.length / d;
      const sampleRadii = squaredRadii(amongSamples, count);
      /** 1 for a real whose ball holds a sample. */
      const covered = new Uint8Array(realCount);
      /** 1 for a real in a sample's ball. */
      const recalled = new Uint8Array(realCount);
      let precise = 0;
      let held = 0;
      for (let sample = 0; sample < count; sample += 1) {
        const start = sample * realCount;
        const radius = sampleRadii[sample]!;
        let balls = 0;
        // Without branches: one that was never taken lets the compiler's work begin anew at the first sample in a ball.
        for (let real = 0; real < realCount; real += 1) {
          const distance = toReals[start + real]!;
          const isInBall = distance <= realRadii[real]! ? 1 : 0;
          balls += isInBall;
          covered[real] = covered[real]! | isInBall;
          recalled[real] = recalled[real]! | (distance <= radius ? 1 : 0);
        }
        held += balls;
        precise += balls > 0 ? 1 : 0;
      }
      points.set("sample/precision", precise / count);
      points.set("sample/recall", share(recalled));
      points.set("sample/density", held / (neighbours * count));
      points.set("sample/coverage", share(covered));
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

function share(flags: Uint8Array): number {
  return flags.reduce((total, flag) => total + flag, 0) / flags.length;
}
