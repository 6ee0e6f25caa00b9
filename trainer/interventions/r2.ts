import { type Scalar, tf } from "../tensorflow";
import { squaredInputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * R2: gamma/2 E norm(grad D(x))^2 over generated samples x; R1's counterpart, and as convergent near the equilibrium.
 * Source: Mescheder, Geiger & Nowozin 2018, equation 10 (gamma 10).
 * Misleads: early samples lie far from the data, so at first it flattens the discriminator where nobody needs it.
 */
export function r2({ gamma }: { gamma: number }): DiscriminatorPenalty {
  return ({ discriminate, fake }) =>
    tf.mul(tf.mean(squaredInputGradientNorms(discriminate, fake)), gamma / 2) as Scalar;
}
