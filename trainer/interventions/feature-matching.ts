import { type Scalar, tf } from "../tensorflow";
import type { FeatureLoss } from "./intervention";

/**
 * Feature matching: the generator minimizes lambda norm(E f(x) - E f(G(z)))^2, f the activations of the discriminator's
 * last hidden layer, means over a batch of real and one of generated samples.
 * Source: Salimans et al. 2016, section 3.1, where it stands in the place of the generator's own loss.
 * Misleads: only means are matched, so a generator may collapse to samples whose mean features are right; the level of
 * the loss depends on the discriminator's scale.
 */
export function featureMatching({ coefficient }: { coefficient: number }): FeatureLoss {
  return (real, fake) =>
    tf.mul(tf.sum(tf.squaredDifference(tf.mean(real, 0), tf.mean(fake, 0))), coefficient) as Scalar;
}
