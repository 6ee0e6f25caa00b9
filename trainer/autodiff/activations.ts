import type { Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs does wrong: the gradient of elu is a kernel of its own (EluGrad) without a gradient.
 * Smallest failing example: d/dx |d/dx elu(x)|^2 throws "gradient function not found for EluGrad".
 * The cure: the derivative composed from x: 1 where x > 0, else e^x = exp(min(x, 0)).
 *
 * LeakyRelu is right with comparisons off the tape, but as a `where` of three tensors; its slope as one
 * `step` is the same number in fewer operations, forward and in the second pass.
 *
 * Source: tfjs-core 4.22 `gradients/Elu_grad.ts`, `gradients/LeakyRelu_grad.ts`.
 */
export function registerActivationGradients(tf: Tensorflow): void {
  registerGradient(tf, {
    kernelName: "Elu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy, tf.exp(tf.minimum(x!, 0))) }),
  });
  registerGradient(tf, {
    kernelName: "LeakyRelu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const alpha = attrs.alpha as number;
      return { x: () => tf.mul(dy, tf.step(x!, alpha)) };
    },
  });
}
