import { classify } from "../classifier/classify";
import { loadClassifier } from "../classifier/weights";
import { accuracyOf } from "./accuracy";

/**
 * Class accuracy: does a classifier that never saw a generated digit see in each the one that was asked for?
 *
 * Formula: share of samples whose largest logit, by the local classifier, is that of the digit asked for.
 * Source: the classification score of conditional GANs, Shmelkov, Schmid & Alahari 2018 (GAN-test); Odena et al. 2017
 * by Inception.
 * Misleads: one good sample a digit, made again and again, reaches 1: read it beside diversity. What is no digit is
 * called one nevertheless, right in a tenth of cases by chance. Real held-out digits reach .991.
 * Cost: a pass of the classifier, 10 ms for 256 samples.
 */
export interface ClassAccuracy {
  /** `samples`: [count * 784] in [-1, 1]. */
  accuracyOf(samples: Float32Array): number;
}

/** `asked`: the digit that each sample should be. */
export function createClassAccuracy(asked: Int32Array): ClassAccuracy {
  const classifier = loadClassifier();
  return { accuracyOf: (samples) => accuracyOf(classify(classifier, samples).logits, asked) };
}
