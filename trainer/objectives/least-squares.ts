import { type Scalar, tf } from "../tensorflow";
import type { Objective } from "./objective";

/**
 * The least-squares GAN: the discriminator minimizes 1/2 E (D(x) - 1)^2 + 1/2 E D(G(z))^2, the generator
 * 1/2 E (D(G(z)) - 1)^2. Scores need no sigmoid, and samples far on the right side still have a gradient.
 * Source: Mao et al. 2017, equation 9 (labels 0 and 1).
 */
export const leastSquares: Objective = {
  discriminatorLoss: (realScores, fakeScores, realTarget = 1) =>
    tf.mul(
      tf.add(tf.mean(tf.squaredDifference(realScores, realTarget)), tf.mean(tf.square(fakeScores))),
      0.5,
    ) as Scalar,
  generatorLoss: (fakeScores) => tf.mul(tf.mean(tf.squaredDifference(fakeScores, 1)), 0.5) as Scalar,
  boundary: 0.5,
};
