import { type Scalar, type Tensor, tf } from "../tensorflow";

/**
 * The discriminator's loss of telling real from fake by the logit D: E [t softplus(-D(x)) + (1 - t) softplus(D(x))] +
 * E softplus(D(G(z))), t what is to be said of real samples; 1 but for one-sided label smoothing.
 * Source: Goodfellow et al. 2014; smoothing: Salimans et al. 2016, section 3.4.
 */
export function logisticLoss(realScores: Tensor, fakeScores: Tensor, realTarget = 1): Scalar {
  const onReal = tf.mean(tf.softplus(tf.neg(realScores)));
  const onFake = tf.mean(tf.softplus(fakeScores));
  if (realTarget === 1) return tf.add(onReal, onFake);
  const doubt = tf.mul(tf.mean(tf.softplus(realScores)), 1 - realTarget);
  return tf.addN([tf.mul(onReal, realTarget), doubt, onFake]) as Scalar;
}
