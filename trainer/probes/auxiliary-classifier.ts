import { accuracyOf } from "./accuracy";
import { crossEntropyOf } from "./cross-entropy";
import type { Points } from "./points";

/**
 * The auxiliary classifier of a conditional GAN on the training batch, on real and on generated samples apart.
 *
 * Formula: -E log P(C = c | x), and the share of x for which c has the largest logit; c is the class of a real sample,
 * and of a generated one the class that was asked for.
 * Source: Odena, Olah & Shlens 2017.
 * Misleads: the classifier is trained on the generated samples too, so it may name by traces of the generator what no
 * one else would: sample/class_accuracy asks another. A tie counts as wrong.
 * Cost: 10 us.
 */
export function reportAuxiliaryClassifier(
  points: Points,
  kind: "real" | "fake",
  logits: Float32Array,
  labels: Int32Array,
): void {
  points.set(`class_loss/${kind}`, crossEntropyOf(logits, labels));
  points.set(`class_accuracy/${kind}`, accuracyOf(logits, labels));
}
