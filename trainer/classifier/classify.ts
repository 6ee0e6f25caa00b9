import { digitsOfAPass } from "../digits-of-a-pass";
import { type Network, weightsOf } from "../networks/network";
import { tf } from "../tensorflow";
import { side } from "../workloads/mnist-gan/mnist";
import { applyClassifier, digits, featureCount } from "./network";

const pixels = side * side;

/** What the classifier sees in images, row after row. */
export interface Classification {
  /** [images * 64], not negative. */
  features: Float32Array;
  /** [images * 10]. */
  logits: Float32Array;
}

/** `images`: [count * 784] in [-1, 1]. */
export function classify(classifier: Network, images: Float32Array): Classification {
  const count = images.length / pixels;
  const features = new Float32Array(count * featureCount);
  const logits = new Float32Array(count * digits);
  const chunk = digitsOfAPass();
  tf.tidy(() => {
    const weights = weightsOf(classifier);
    for (let start = 0; start < count; start += chunk)
      tf.tidy(() => {
        const part = images.slice(start * pixels, (start + chunk) * pixels);
        const seen = applyClassifier(weights, tf.tensor4d(part, [part.length / pixels, side, side, 1]));
        features.set(seen.features.dataSync<"float32">(), start * featureCount);
        logits.set(seen.logits.dataSync<"float32">(), start * digits);
      });
  });
  return { features, logits };
}
