import { crossEntropy } from "../../networks/cross-entropy";
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

/** Of each example, [batch], in nats: -log softmax(logits) at its label. */
export function crossEntropies(logits: Tensor, { oneHot }: Pick<ClassTargets, "oneHot">): Tensor {
  return crossEntropy(logits as Tensor2D, oneHot);
}
