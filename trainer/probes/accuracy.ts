/**
 * Accuracy: share of the batch whose largest logit is its label's; a tie or a NaN counts as wrong.
 * On data that are drawn anew at each step, as in the temporal order problem, it is free of overfitting.
 * Source: the 0-1 loss of every textbook (Hastie, Tibshirani & Friedman 2009, section 2.4), less 1.
 * Misleads: on a batch of 20 it moves in steps of .05; average it over steps.
 * Cost: 10 us.
 */
export function accuracyOf(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let right = 0;
  for (const [example, label] of labels.entries()) {
    const row = logits.subarray(example * classes, (example + 1) * classes);
    if (row.every((logit, index) => index === label || logit < row[label]!)) right += 1;
  }
  return right / labels.length;
}
