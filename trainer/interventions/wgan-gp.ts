import { type Scalar, tf } from "../tensorflow";
import { squaredInputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/** Keeps the root differentiable where a critic is flat; 1e-6 of the norm of 1 it is pulled to. */
const rootEpsilon = 1e-12;

/**
 * Gradient penalty of WGAN-GP: lambda E (norm(grad D(x^)) - 1)^2 with x^ = e x + (1 - e) G(z), e uniform in
 * [0, 1] for each pair of a real and a generated sample. Makes the critic 1-Lipschitz between data and samples.
 * Source: Gulrajani et al. 2017, algorithm 1 and section 4 (lambda 10 on images, .1 in their toy problems).
 */
export function wganGp({ coefficient }: { coefficient: number }): DiscriminatorPenalty {
  return ({ discriminate, real, fake, random }) => {
    const pairs = real.shape[0]!;
    const shares = random.fillUniform(new Float32Array(pairs), 0, 1);
    const share = tf.tensor(shares, [pairs, ...real.shape.slice(1).map(() => 1)]);
    const between = tf.add(fake, tf.mul(share, tf.sub(real, fake)));
    const norms = tf.sqrt(tf.add(squaredInputGradientNorms(discriminate, between), rootEpsilon));
    return tf.mul(tf.mean(tf.squaredDifference(norms, 1)), coefficient) as Scalar;
  };
}
