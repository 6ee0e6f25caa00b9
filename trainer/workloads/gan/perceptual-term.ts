import { GradiometerError } from "../../../db/contract/errors";
import { classify } from "../../classifier/classify";
import { applyClassifier, featureCount } from "../../classifier/network";
import { loadClassifier } from "../../classifier/weights";
import type { PerceptualLoss } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { randomStream } from "../../random";
import { type Scalar, type Tensor, tf } from "../../tensorflow";
import type { GanModel } from "./gan-model";

/** Real digits that moments of features are taken from: a mean is known to 2% of its deviation. */
const comparedDigits = 2048;
const digitPixels = 28 * 28;

/** A perceptual loss as a function of generated samples, against the real digits of the model. */
export function perceptualTerm({ digits }: GanModel, loss: PerceptualLoss): (samples: Tensor) => Scalar {
  if (!digits)
    throw new GradiometerError(
      "invalid",
      "perceptual-loss looks at samples through a classifier of digits, and this workload makes none; train a GAN on MNIST",
    );
  const classifier = loadClassifier();
  const reals = new Float32Array(comparedDigits * digitPixels);
  // The same for all seeds: every run minimizes the same loss.
  digits.draw(reals, randomStream(0, "perceptual"));
  const { features } = classify(classifier, reals);
  return (samples) => {
    const seen = applyClassifier(weightsOf(classifier), digits.of(samples));
    return loss(tf.tensor2d(features, [comparedDigits, featureCount]), seen.features);
  };
}
