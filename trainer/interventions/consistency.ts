import { type Scalar, type Tensor, tf } from "../tensorflow";
import { type Augmentation, augment } from "./augmentation";
import type { DiscriminatorBatch, DiscriminatorPenalty } from "./intervention";

/** Changes that leave a sample what it is: a shift of an image, a step within a mode's width for points. */
const semanticsKept: Augmentation = {
  translation: 1 / 8,
  cutout: 0,
  brightness: 0,
  rotation: 0,
  jitter: 0.05,
};

/**
 * Consistency regularization, CR: lambda E (D(x) - D(T(x)))^2 over real samples x, T a random change that leaves x what
 * it is (images shifted by up to an eighth of the side, points moved by up to .05 in each coordinate).
 * Source: Zhang, Zhang, Odena & Lee 2020, equation 2 (lambda 10).
 * Misleads: where T does change what a sample is (points whose modes are narrower than .05), it blurs the discriminator.
 */
export function consistency({ coefficient }: { coefficient: number }): DiscriminatorPenalty {
  return (batch) => inconsistency(batch, batch.real, coefficient);
}

/**
 * Balanced consistency, bCR: the same on generated samples too, with a coefficient of its own; without it the generator
 * learns to make samples with the traces of T, which the discriminator was told to ignore.
 * Source: Zhao, Singh, Lee, Zhang, Odena & Zhang 2021, algorithm 1 (both coefficients 10).
 */
export function balancedConsistency(settings: {
  realCoefficient: number;
  fakeCoefficient: number;
}): DiscriminatorPenalty {
  return (batch) =>
    tf.add(
      inconsistency(batch, batch.real, settings.realCoefficient),
      inconsistency(batch, batch.fake, settings.fakeCoefficient),
    );
}

function inconsistency(
  { discriminate, random }: DiscriminatorBatch,
  samples: Tensor,
  coefficient: number,
): Scalar {
  const changed = augment(samples, semanticsKept, random);
  const difference = tf.squaredDifference(discriminate(samples), discriminate(changed));
  return tf.mul(tf.mean(difference), coefficient) as Scalar;
}
