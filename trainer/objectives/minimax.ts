import { type Scalar, tf } from "../tensorflow";
import { logisticLoss } from "./logistic-loss";
import type { Objective } from "./objective";

/**
 * The minimax GAN: the discriminator minimizes the logistic loss of the logit D; the generator minimizes
 * E log(1 - sigmoid(D(G(z)))) = -E softplus(D(G(z))), the same game with the other sign.
 * Source: Goodfellow et al. 2014, equation 1.
 * Misleads: its generator's gradient vanishes where the discriminator is sure, which early on is everywhere; a flat
 * loss near 0 is then a sign of failure, not of success.
 */
export const minimax: Objective = {
  discriminatorLoss: logisticLoss,
  generatorLoss: (fakeScores) => tf.neg(tf.mean(tf.softplus(fakeScores))) as Scalar,
  boundary: 0,
};
