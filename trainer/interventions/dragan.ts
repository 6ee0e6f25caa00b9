import { type Scalar, type Tensor, tf } from "../tensorflow";
import { inputGradientNorms } from "./input-gradient";
import type { DiscriminatorPenalty } from "./intervention";

/**
 * DRAGAN: lambda E (norm(grad D(x^)) - 1)^2 around real samples, x^ = x + a s std(x) U with a uniform in [0, 1] for each
 * sample, U uniform in [0, 1] for each of its entries, std(x) over all entries of the batch, s = .5.
 * Source: Kodali, Abernethy, Hays & Kira 2017, algorithm 1 and their program (lambda 10).
 * Misleads: it makes no critic 1-Lipschitz between data and samples, so it is meant for the logistic objectives. On
 * data of unequal scales one std for all entries is too coarse.
 */
export function dragan(settings: { coefficient: number; spread: number }): DiscriminatorPenalty {
  const { coefficient, spread } = settings;
  return ({ discriminate, real, random }) => {
    const count = real.shape[0]!;
    const shares = random.fillUniform(new Float32Array(count), 0, spread);
    const directions = random.fillUniform(new Float32Array(real.size), 0, 1);
    const share = tf.tensor(shares, [count, ...real.shape.slice(1).map(() => 1)]);
    const shift = tf.mul(tf.mul(share, deviationOf(real)), tf.tensor(directions, real.shape));
    const norms = inputGradientNorms(discriminate, tf.add(real, shift));
    return tf.mul(tf.mean(tf.squaredDifference(norms, 1)), coefficient) as Scalar;
  };
}

const deviationOf = (samples: Tensor): Tensor =>
  tf.sqrt(tf.mean(tf.squaredDifference(samples, tf.mean(samples))));
