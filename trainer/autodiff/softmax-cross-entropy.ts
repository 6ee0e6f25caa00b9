import type { Tensor, Tensorflow } from "../tensorflow";

/**
 * What stock tfjs does wrong: the gradient of losses.softmaxCrossEntropy by its labels is that by its logits with
 * another sign, and that by the logits holds only for labels that sum to 1.
 * Smallest failing example: d/dy losses.softmaxCrossEntropy(y, [[0, 0]]) is log(2) for both labels; stock says .5 and
 * -.5 at y = [[1, 0]].
 *
 * The cure: the loss composed, -sum(labels logSoftmax(logits)), whose gradients of every order are those of its parts.
 *
 * Source: tfjs-core 4.22 `ops/losses/softmax_cross_entropy.ts`.
 */
export function replaceSoftmaxCrossEntropy(tf: Tensorflow): void {
  const softmaxCrossEntropy: Tensorflow["losses"]["softmaxCrossEntropy"] = (
    onehotLabels,
    logits,
    weights,
    labelSmoothing = 0,
    reduction = tf.Reduction.SUM_BY_NONZERO_WEIGHTS,
  ) =>
    tf.tidy(() => {
      const labels = tf.cast(onehotLabels as Tensor, "float32");
      const scores = tf.cast(logits as Tensor, "float32");
      tf.util.assertShapesMatch(labels.shape, scores.shape, "Error in softmaxCrossEntropy: ");
      const classes = labels.shape.at(-1)!;
      const smoothed =
        labelSmoothing > 0 ? tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / classes) : labels;
      const losses = tf.neg(tf.sum(tf.mul(smoothed, tf.logSoftmax(scores)), -1));
      return tf.losses.computeWeightedLoss(losses, weights, reduction);
    });
  (tf.losses as { softmaxCrossEntropy: unknown }).softmaxCrossEntropy = softmaxCrossEntropy;
}
