import type { Tensor4D, Tensorflow } from "../tensorflow";
import { atMaxima, type PoolingAttributes } from "./max-pooling";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs lacks: the gradients of AvgPoolGrad and MaxPoolGrad, the kernels behind the gradients of pooling.
 * Smallest failing example: d/dx |d/dx avgPool(x)^2|^2 throws "gradient function not found for AvgPoolGrad".
 *
 * The cure: pooling is x -> P x, where P is fixed for averages and, almost everywhere, for maxima: it reads the
 * maxima's places. Its gradient is P^T dy, and the gradient of that is P again.
 * (Some kernels of both are themselves wrong: `kernels/average-pool-gradient`, `kernels/max-pool-gradient`.)
 *
 * Source: tfjs-core 4.22 `gradients/AvgPool_grad.ts`, `gradients/MaxPool_grad.ts`.
 */
export function registerPoolingGradients(tf: Tensorflow): void {
  registerGradient(tf, {
    kernelName: "AvgPoolGrad",
    inputsToSave: ["input"],
    gradFunc: (ddx, [input], attrs) => {
      const { filterSize, strides, pad } = attrs as unknown as PoolingAttributes;
      return {
        dy: () => tf.avgPool(ddx as Tensor4D, filterSize, strides, pad),
        input: () => tf.zerosLike(input!),
      };
    },
  });
  registerGradient(tf, {
    kernelName: "MaxPoolGrad",
    inputsToSave: ["input", "output"],
    gradFunc: (ddx, [input, output], attrs) => ({
      dy: () =>
        atMaxima(tf, ddx as Tensor4D, {
          input: input as Tensor4D,
          output: output as Tensor4D,
          attributes: attrs as unknown as PoolingAttributes,
        }),
      input: () => tf.zerosLike(input!),
      output: () => tf.zerosLike(output!),
    }),
  });
}
