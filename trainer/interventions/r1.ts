import { type Scalar, tf } from "../tensorflow";
import { squaredInputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * R1: gamma/2 E norm(grad D(x))^2 over real samples x. Convergent near the equilibrium where WGAN-GP is not.
 * Source: Mescheder, Geiger & Nowozin 2018, equation 9 (gamma 10).
 */
export function r1({ gamma }: { gamma: number }): DiscriminatorPenalty {
  return ({ discriminate, real }) =>
    tf.mul(tf.mean(squaredInputGradientNorms(discriminate, real)), gamma / 2) as Scalar;
}
