import type { Tensor4D, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs lacks: the gradient of AvgPoolGrad, the kernel behind the gradient of average pooling.
 * Smallest failing example: d/dx |d/dx avgPool(x)^2|^2 throws "gradient function not found for AvgPoolGrad".
 *
 * The cure: average pooling is linear, x -> P x. Its gradient is P^T dy, and the gradient of that is P again.
 * (The cpu and wasm kernels of AvgPoolGrad are themselves wrong at padded edges: `kernels/average-pool-gradient`.)
 *
 * Source: tfjs-core 4.22 `gradients/AvgPool_grad.ts`, `ops/avg_pool_grad.ts`.
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
}

interface PoolingAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
}
