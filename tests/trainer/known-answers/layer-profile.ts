import { differentiate } from "../../../trainer/gradients/differentiate";
import type { BuiltNetwork } from "../../../trainer/networks/build";
import { weightsOf } from "../../../trainer/networks/network";
import { norm } from "../../../trainer/probes/gradient-norm";
import { type Scalar, tf } from "../../../trainer/tensorflow";

/**
 * log10 of the norm of the back-propagated error at each hidden layer, from the last to the first. With a batch of
 * one example the error at a layer is the gradient of its bias.
 */
export function logErrors({ network, apply }: BuiltNetwork, example: readonly number[]): number[] {
  const gradient = new Float32Array(network.values.length);
  tf.tidy(() => {
    const weights = weightsOf(network);
    const input = tf.tensor2d([[...example]]);
    differentiate(network, weights, () => tf.sum(apply(weights, input)) as Scalar, gradient);
  });
  return network.parameters
    .filter(({ name, layer }) => name === "bias" && layer !== "output")
    .map(({ start, end }) => Math.log10(norm(gradient, start, end)))
    .reverse();
}

/** Slope of the least-squares line through values at 0, 1, 2, ... */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [products, squares] = [0, 0];
  for (const [index, value] of values.entries()) {
    products += (index - middle) * value;
    squares += (index - middle) ** 2;
  }
  return products / squares;
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
