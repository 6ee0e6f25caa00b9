/**
 * Cross-entropy: -log softmax(logits) at each label, mean over the examples, in nats; 0 for certain and right answers,
 * log(classes) for even guesses. `logits`: [example, class], read back; in float64, whatever the loss adds to it.
 * Source: the negative log-likelihood of a softmax model (Bishop 2006, section 4.3.4).
 * Misleads: one confident mistake outweighs many right answers.
 * Cost: 10 us.
 */
export function crossEntropyOf(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let sum = 0;
  for (let example = 0; example < labels.length; example += 1) {
    const start = example * classes;
    let largest = Number.NEGATIVE_INFINITY;
    for (let index = start; index < start + classes; index += 1) largest = Math.max(largest, logits[index]!);
    let total = 0;
    for (let index = start; index < start + classes; index += 1) total += Math.exp(logits[index]! - largest);
    sum += largest + Math.log(total) - logits[start + labels[example]!]!;
  }
  return sum / labels.length;
}
