import { type Classification, classify } from "../classifier/classify";
import { digits, featureCount } from "../classifier/network";
import { loadClassifier } from "../classifier/weights";
import { createRealFeatures } from "./feature-pairs";
import { createFrechetDistance } from "./frechet-distance";
import { inceptionScore } from "./inception-score";
import { createKernelDistance } from "./kernel-distance";
import type { Points } from "./points";
import { createPrecisionRecall } from "./precision-recall";

/**
 * Quality of generated digits by what the local classifier sees in them: Frechet and kernel distance, Inception
 * score, precision, recall, density and coverage, each explained in its own file with its formula.
 *
 * Source: Heusel 2017; Binkowski 2018; Salimans 2016; Kynkaanniemi 2019; Naeem 2020.
 * Misleads: two sets of 256 real digits, one from the training images and one held out, are not at 0 and 1 either: Frechet
 * distance 13 +- 3, kernel distance 2 +- 3, Inception score 9.5 +- .1, precision .94 and recall .95 +- .02, density
 * .99 +- .06, coverage .96 +- .02. Read scores against these. The classifier knows digits only: what is none it calls one.
 * Cost: 13 ms for 256 samples on wasm, of which 9 are the pass through the classifier; natively 9 and 5.
 */
export interface ImageQuality {
  /** `samples`: [count * 784] in [-1, 1], as many as there are reals. */
  report(points: Points, samples: Float32Array): void;
}

/** Fixes the real side; `reals`: held-out images, [count * 784] in [-1, 1]. */
export function createImageQuality(reals: Float32Array): ImageQuality {
  const classifier = loadClassifier();
  const { features }: Classification = classify(classifier, reals);
  const frechet = createFrechetDistance(features, featureCount);
  const realFeatures = createRealFeatures(features, featureCount);
  const kernel = createKernelDistance(realFeatures);
  const precisionRecall = createPrecisionRecall(realFeatures);
  return {
    report(points, samples) {
      const seen = classify(classifier, samples);
      const pairs = realFeatures.pairsWith(seen.features);
      points.set("sample/frechet_distance", frechet.distanceOf(seen.features));
      points.set("sample/kernel_distance", kernel.distanceOf(pairs));
      points.set("sample/inception_score", inceptionScore(seen.logits, digits));
      precisionRecall.report(points, pairs);
    },
  };
}
