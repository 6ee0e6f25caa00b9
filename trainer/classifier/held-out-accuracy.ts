import type { Network } from "../networks/network";
import { accuracyOf } from "../probes/accuracy";
import { openMnist, readMnistLabels, side } from "../workloads/mnist-gan/mnist";
import { classify } from "./classify";

/** Share of MNIST's 10,000 test images that are classified correctly. */
export function heldOutAccuracy(classifier: Network): number {
  const images = openMnist("test");
  const pixels = new Float32Array(images.count * side * side);
  for (let index = 0; index < images.count; index += 1) images.read(index, pixels, index * side * side);
  images.close();
  return accuracyOf(classify(classifier, pixels).logits, Int32Array.from(readMnistLabels("test")));
}
