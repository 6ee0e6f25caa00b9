import { type Tensor, type Tensor2D, tf } from "../../tensorflow";

/** What each example is, as numbers for figures and as one-hot rows for the loss. */
export interface ClassTargets {
  labels: Int32Array;
  /** [batch, class]. */
  oneHot: Tensor2D;
}

export function classTargets(labels: Int32Array, classes: number): ClassTargets {
  const rows = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) rows[example * classes + label] = 1;
  return { labels, oneHot: tf.tensor2d(rows, [labels.length, classes]) };
}

/**
 * Cross-entropy of each example, [batch], in nats: -log softmax(logits) at its label. Composed of elementary
 * operations, since the one that tfjs has (`losses.softmaxCrossEntropy`) is wrong from the second derivative on.
 */
export function crossEntropies(logits: Tensor, { oneHot }: Pick<ClassTargets, "oneHot">): Tensor {
  return tf.neg(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1));
}
