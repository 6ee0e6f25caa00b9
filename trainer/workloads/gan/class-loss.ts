import { type Scalar, type Tensor, tf } from "../../tensorflow";
import { classTargets, crossEntropies } from "../supervised/cross-entropy";

/**
 * Loss of the auxiliary classifier: -E log P(C = c | x), the mean cross-entropy in nats, P the softmax of the
 * discriminator's class logits, [batch, classes], and c the class of a real sample or the one that was asked for. The
 * discriminator adds it on real and on generated samples to the loss of its objective, the generator on its own.
 * Source: Odena, Olah & Shlens 2017 (AC-GAN), equation 3.
 * Misleads: the generator is paid for samples that are easy to name, so those of a class grow alike and keep from its
 * border; a perfect score of the auxiliary classifier says nothing of how they look, and on generated samples nothing of
 * whether the class is right: it learns on them what they are meant to be. Ask a classifier that never saw them.
 */
export function classLoss(logits: Tensor, labels: Int32Array): Scalar {
  return tf.mean(crossEntropies(logits, classTargets(labels, logits.shape[1]!)));
}
