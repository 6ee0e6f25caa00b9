import type { Tensor, Tensorflow } from "../tensorflow";

/**
 * What stock tfjs does wrong: tf.batchNorm without a scale or an offset computes, but its gradient reaches for the
 * tensor that is not there.
 * Smallest failing example: d/dx batchNorm(x, mean, variance) throws "Cannot read properties of undefined".
 *
 * The cure: a scale of ones, an offset of zeros.
 *
 * Source: tfjs-core 4.22 `gradients/FusedBatchNorm_grad.ts` (`inputsToSave`).
 */
export function withScaleAndOffset(
  tf: Tensorflow,
  kernelName: string,
  inputs: Record<string, Tensor>,
): Record<string, Tensor> {
  if (kernelName !== "FusedBatchNorm" || (inputs.scale && inputs.offset)) return inputs;
  const { scale = tf.onesLike(inputs.mean!), offset = tf.zerosLike(inputs.mean!) } = inputs;
  return { ...inputs, scale, offset };
}
