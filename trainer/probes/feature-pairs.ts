import { squaredDistances } from "./pairwise-distances";

/** How far samples lie from each other and from reals, in a feature space: what several metrics are computed of. */
export interface FeaturePairs {
  samples: Float32Array;
  /** Squared distances of samples to each other, [samples * samples]. */
  amongSamples: Float32Array;
  /** Squared distances of samples to reals, [samples * reals]. */
  toReals: Float32Array;
}

/** The real side of such pairs. */
export interface RealFeatures {
  /** [count * d]. */
  reals: Float32Array;
  d: number;
  /** [count * count]. */
  amongReals: Float32Array;
  /** `samples`: [count * d]. */
  pairsWith(samples: Float32Array): FeaturePairs;
}

/** Cost of pairs: two products of [N, d] by [d, N] and as many passes over N^2 numbers: 1 ms at N = 256, d = 64. */
export function createRealFeatures(reals: Float32Array, d: number): RealFeatures {
  return {
    reals,
    d,
    amongReals: squaredDistances(reals, reals, d),
    pairsWith: (samples) => ({
      samples,
      amongSamples: squaredDistances(samples, samples, d),
      toReals: squaredDistances(samples, reals, d),
    }),
  };
}
