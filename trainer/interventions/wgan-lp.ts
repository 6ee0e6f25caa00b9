import { rectify } from "../networks/rectify";
import { type Scalar, tf } from "../tensorflow";
import { between } from "./between";
import { inputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * Lipschitz penalty: lambda E max(0, norm(grad D(x^)) - 1)^2 on the lines of WGAN-GP. One-sided, since a critic that is
 * 1-Lipschitz may well be flat somewhere; the penalty of WGAN-GP forbids that.
 * Source: Petzka, Fischer & Lukovnikov 2018, equation 8.
 * Misleads: a critic whose slope is below 1 everywhere pays nothing, so a penalty of 0 does not mean that it learns.
 */
export function wganLp({ coefficient }: { coefficient: number }): DiscriminatorPenalty {
  return (batch) => {
    const norms = inputGradientNorms(batch.discriminate, between(batch));
    return tf.mul(tf.mean(tf.square(rectify(tf.sub(norms, 1)))), coefficient) as Scalar;
  };
}
