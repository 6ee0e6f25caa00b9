import { type Scalar, type Tensor, type Tensor2D, tf } from "../tensorflow";
import type { PerceptualLoss } from "./intervention";

/** Of a feature's deviation: one that no real digit moves would weigh without limit. */
const smallestDeviation = 0.1;
/** Keeps the root of a variance differentiable where a feature is the same for a whole batch. */
const rootEpsilon = 1e-8;

/**
 * Perceptual loss: the generator minimizes, beside its own loss, lambda/J sum_j [(E f_j(G(z)) - m_j)^2 +
 * (sd f_j(G(z)) - s_j)^2] / s_j^2, f the J = 64 features of the digit classifier that ships with Gradiometer, means and
 * deviations over a batch of samples, m_j and s_j those of real digits, at least .1.
 * Source: Johnson, Alahi & Fei-Fei 2016 (losses in the features of a trained classifier); without pairs to compare, by
 * moments, dos Santos, Mroueh, Padhi & Dognin 2019 (GFMN).
 * Misleads: the scores by the same features (Frechet distance, precision, class accuracy) are then what was trained for,
 * so compare by sliced Wasserstein and by eye. Moments are matched, not digits. With real digits a batch of B is at
 * 1.5 lambda / B and not at 0. A GAN that grows is compared at its full size from the start.
 */
export function perceptualLoss({ coefficient }: { coefficient: number }): PerceptualLoss {
  return (real, fake) => {
    const [target, found] = [momentsOf(real), momentsOf(fake)];
    const scale = tf.square(tf.maximum(target.deviation, smallestDeviation));
    const distance = tf.add(
      tf.squaredDifference(found.mean, target.mean),
      tf.squaredDifference(found.deviation, target.deviation),
    );
    return tf.mul(tf.mean(tf.div(distance, scale)), coefficient) as Scalar;
  };
}

/** Of each feature over a batch, [features]. */
function momentsOf(features: Tensor2D): { mean: Tensor; deviation: Tensor } {
  const mean = tf.mean(features, 0);
  const variance = tf.mean(tf.squaredDifference(features, mean), 0);
  return { mean, deviation: tf.sqrt(tf.add(variance, rootEpsilon)) };
}
