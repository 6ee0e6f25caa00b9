import { dense as fusedDense } from "../../../../trainer/networks/dense";
import { layerNorm } from "../../../../trainer/networks/layer-norm";
import { rectify } from "../../../../trainer/networks/rectify";
import type { Tensor, Tensor1D, Tensor2D, Tensorflow } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";

export type Activation = (tf: Tensorflow, x: Tensor) => Tensor;
const activations: Record<string, Activation> = {
  tanh: (tf, x) => tf.tanh(x),
  relu: (tf, x) => tf.relu(x),
  "leaky relu": (tf, x) => tf.leakyRelu(x, 0.2),
  sigmoid: (tf, x) => tf.sigmoid(x),
  softplus: (tf, x) => tf.softplus(x),
  elu: (tf, x) => tf.elu(x),
  selu: (tf, x) => tf.selu(x),
  relu6: (tf, x) => tf.relu6(tf.mul(x, 4)),
  swish: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  gelu: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  prelu: (tf, x) => tf.prelu(x, tf.scalar(0.1)),
  "prelu by where": (tf, x) => tf.where(tf.greater(x, 0), x, tf.mul(x, 0.1)),
};

export const dense = (tf: Tensorflow, x: Tensor, w: Tensor, b: Tensor) =>
  tf.add(tf.matMul(x as Tensor2D, w as Tensor2D), b);

/** x [5,3] -> 4 -> 4 -> 1 with biases. */
export const mlpCases: GradientCase[] = Object.entries(activations).map(([name, activate]) => ({
  name: `MLP of three layers with ${name}`,
  shapes: [[5, 3], [3, 4], [4], [4, 4], [4], [4, 1], [1]],
  output: (tf, [x, w1, b1, w2, b2, w3, b3]) => {
    const hidden = activate(tf, dense(tf, x!, w1!, b1!));
    return tf.square(dense(tf, activate(tf, dense(tf, hidden, w2!, b2!)), w3!, b3!));
  },
}));

/** Dense layers and rectifiers as single operations of ours. */
export const fusedCases: GradientCase[] = [0, 0.2, 1].map((slope) => ({
  name: `three fused dense layers with slope ${slope}`,
  shapes: [[5, 3], [3, 4], [4], [4, 4], [4], [4, 1], [1]],
  output: (_tf, [x, w1, b1, w2, b2, w3, b3]) => {
    const layer = (input: Tensor, weight: Tensor, bias: Tensor, slopeOfLayer: number) =>
      fusedDense(input as Tensor2D, weight as Tensor2D, bias as Tensor1D, slopeOfLayer);
    const hidden = layer(layer(x!, w1!, b1!, slope), w2!, b2!, slope);
    return rectify(layer(hidden, w3!, b3!, 1), 0.5).square();
  },
}));

/** The last has no multiple of 4 features, for which there is no kernel. */
export const layerNormCases: GradientCase[] = [
  [3, 8],
  [2, 3, 4],
  [3, 5],
].map((shape) => ({
  name: `fused layer normalization of [${shape}]`,
  shapes: [shape, [shape.at(-1)!], [shape.at(-1)!]],
  output: (_tf, [x, gain, shift]) => layerNorm(x!, gain!, shift!).square(),
}));
