import { gradientBy } from "../kernels/gradient-places";
import { type Tensor1D, type Tensor2D, tf } from "../tensorflow";
import { rectifyGradient } from "./rectify";

/**
 * A dense layer as one operation: rectify(input weight + bias, slope), [batch, inputs] -> [batch, units]. Slope 1, the
 * default, leaves it linear; 0 is ReLU. Gradients of every order: rectifiers are linear almost everywhere, so with
 * delta = dy rectify'(output) they are delta weight^T, input^T delta and the sum of delta over the batch.
 */
export function dense(input: Tensor2D, weight: Tensor2D, bias: Tensor1D, slope = 1): Tensor2D {
  registerDenseGradient();
  // The order in which gradients are computed: delta is summed up before products take its place in the caches.
  return tf.engine().runKernel("Dense", { bias, input, weight }, { slope }) as Tensor2D;
}

function registerDenseGradient(): void {
  if (tf.getGradient("Dense")) return;
  tf.registerGradient({
    kernelName: "Dense",
    inputsToSave: ["input", "weight", "bias"],
    outputsToSave: [true],
    gradFunc: (dy, saved, attributes) => {
      const [input, weight, bias, output] = saved as [Tensor2D, Tensor2D, Tensor1D, Tensor2D];
      const slope = attributes.slope as unknown as number;
      const delta = slope === 1 ? (dy as Tensor2D) : rectifyGradient(dy as Tensor2D, output, slope);
      return {
        input: () => tf.matMul(delta, weight, false, true),
        weight: () => gradientBy(weight, () => tf.matMul(input, delta, true, false)),
        bias: () => gradientBy(bias, () => tf.sum(delta, 0)),
      };
    },
  });
}
