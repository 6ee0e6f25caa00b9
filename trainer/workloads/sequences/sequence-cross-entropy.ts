import { type Tensor, tf } from "../../tensorflow";
import { type ClassTargets, crossEntropies } from "../supervised/cross-entropy";

/**
 * Mean cross-entropy of each sequence's steps, [batch], in nats: `logits` [batch, steps, classes], targets a row for each
 * step, sequence after sequence.
 */
export function sequenceCrossEntropies(logits: Tensor, targets: Pick<ClassTargets, "oneHot">): Tensor {
  const [batch, steps, classes] = logits.shape as [number, number, number];
  const ofSteps = crossEntropies(tf.reshape(logits, [batch * steps, classes]), targets);
  return tf.mean(tf.reshape(ofSteps, [batch, steps]), 1);
}
