import { type Tensor, tf } from "../tensorflow";

/**
 * ReLU (slope 0) or LeakyReLU: x where positive, slope x elsewhere.
 *
 * Written as x times its own derivative, which is constant almost everywhere: two operations forward and one in
 * each backward pass of any order, where `tf.leakyRelu` computes the derivative anew in every pass.
 */
export function rectify<T extends Tensor>(input: T, slope = 0): T {
  return rectifiers(slope)(input) as T;
}

const rectifierOfSlope = new Map<number, (input: Tensor) => Tensor>();

function rectifiers(slope: number): (input: Tensor) => Tensor {
  let rectifier = rectifierOfSlope.get(slope);
  if (!rectifier) {
    rectifier = tf.customGrad((input, save) => {
      const derivative = tf.step(input as Tensor, slope);
      (save as (tensors: Tensor[]) => void)([derivative]);
      return {
        value: tf.mul(input as Tensor, derivative),
        // The derivative's own derivative is 0, so it enters as a constant.
        gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.mul(dy, saved!),
      };
    });
    rectifierOfSlope.set(slope, rectifier);
  }
  return rectifier;
}
