import { type Scalar, tf } from "../tensorflow";
import { between } from "./between";
import { squaredInputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * Zero-centred gradient penalty, 0-GP: lambda E norm(grad D(x^))^2 on the lines of WGAN-GP between real and generated
 * samples. Keeps the discriminator from telling them apart by ever steeper slopes, which is how it memorizes.
 * Source: Thanh-Tung, Tran & Venkatesh 2019, equation 8.
 * Misleads: with the Wasserstein objective it bounds the slope by what the objective gains, not by 1, so the
 * Wasserstein estimate is on a scale of its own.
 */
export function zeroGp({ coefficient }: { coefficient: number }): DiscriminatorPenalty {
  return (batch) =>
    tf.mul(tf.mean(squaredInputGradientNorms(batch.discriminate, between(batch))), coefficient) as Scalar;
}
