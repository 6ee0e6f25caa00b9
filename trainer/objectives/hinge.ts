import { rectify } from "../networks/rectify";
import { type Scalar, tf } from "../tensorflow";
import type { Objective } from "./objective";

/**
 * The hinge GAN: the discriminator minimizes E max(0, 1 - D(x)) + E max(0, 1 + D(G(z))), the generator -E D(G(z)).
 * Source: Lim & Ye 2017; Miyato et al. 2018, equation 17, with spectral normalization.
 * Misleads: the discriminator's loss and gradient are exactly 0 once it is sure of every sample of a batch.
 */
export const hinge: Objective = {
  discriminatorLoss: (realScores, fakeScores) =>
    tf.add(tf.mean(rectify(tf.sub(1, realScores))), tf.mean(rectify(tf.add(1, fakeScores)))) as Scalar,
  generatorLoss: (fakeScores) => tf.neg(tf.mean(fakeScores)) as Scalar,
  boundary: 0,
};
