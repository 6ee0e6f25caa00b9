import { type Scalar, tf } from "../tensorflow";
import { between } from "./between";
import { inputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * Gradient penalty of WGAN-GP: lambda E (norm(grad D(x^)) - 1)^2 with x^ = e x + (1 - e) G(z), e uniform in
 * [0, 1] for each pair of a real and a generated sample. Makes the critic 1-Lipschitz between data and samples.
 * Source: Gulrajani et al. 2017, algorithm 1 and section 4 (lambda 10 on images, .1 in their toy problems).
 */
export function wganGp({ coefficient }: { coefficient: number }): DiscriminatorPenalty {
  return (batch) => {
    const norms = inputGradientNorms(batch.discriminate, between(batch));
    return tf.mul(tf.mean(tf.squaredDifference(norms, 1)), coefficient) as Scalar;
  };
}
