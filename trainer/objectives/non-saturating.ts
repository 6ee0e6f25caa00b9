import { type Scalar, tf } from "../tensorflow";
import { logisticLoss } from "./logistic-loss";
import type { Objective } from "./objective";

/**
 * The non-saturating GAN: the discriminator minimizes E softplus(-D(x)) + E softplus(D(G(z))), the logistic loss
 * of telling real from fake by the logit D; the generator minimizes E softplus(-D(G(z))).
 * Source: Goodfellow et al. 2014, section 3.
 */
export const nonSaturating: Objective = {
  discriminatorLoss: logisticLoss,
  generatorLoss: (fakeScores) => tf.mean(tf.softplus(tf.neg(fakeScores))) as Scalar,
  boundary: 0,
};
