import { type Scalar, tf } from "../tensorflow";
import type { Objective } from "./objective";

/**
 * The Wasserstein GAN: the critic minimizes E D(G(z)) - E D(x), the generator -E D(G(z)). It means something only
 * while the critic's slope is bounded (weight clipping, gradient penalty). Source: Arjovsky et al. 2017.
 */
export const wasserstein: Objective = {
  discriminatorLoss: (realScores, fakeScores) => tf.sub(tf.mean(fakeScores), tf.mean(realScores)) as Scalar,
  generatorLoss: (fakeScores) => tf.neg(tf.mean(fakeScores)) as Scalar,
  boundary: null,
};
