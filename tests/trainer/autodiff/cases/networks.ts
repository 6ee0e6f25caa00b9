import type { Tensor, Tensor2D, Tensorflow } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";
import { dense } from "./dense";

const normalize = (tf: Tensorflow, x: Tensor, axes: number[]) => {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), 1e-3)));
};
export const networkCases: GradientCase[] = [
  {
    name: "layer normalization, composed",
    shapes: [[3, 5], [5], [5]],
    output: (tf, [x, scale, shift]) => tf.tanh(tf.add(tf.mul(normalize(tf, x!, [1]), scale!), shift!)),
  },
  {
    name: "batch normalization, composed",
    shapes: [[6, 3], [3], [3]],
    output: (tf, [x, scale, shift]) => tf.tanh(tf.add(tf.mul(normalize(tf, x!, [0]), scale!), shift!)),
  },
  {
    name: "batch normalization by tf.moments",
    shapes: [[6, 3], [3]],
    output: (tf, [x, scale]) => {
      const { mean, variance } = tf.moments(x!, 0, true);
      return tf.tanh(tf.mul(tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-2))), scale!));
    },
  },
  {
    name: "spectral normalization of a weight",
    shapes: [
      [3, 4],
      [4, 2],
    ],
    output: (tf, [x, w]) => {
      const v = tf.tensor2d([[0.6], [0.8]]);
      const wv = tf.matMul(w as Tensor2D, v);
      const sigma = tf.sqrt(tf.sum(tf.square(wv)));
      return tf.tanh(tf.matMul(x as Tensor2D, tf.div(w!, sigma) as Tensor2D));
    },
  },
  {
    name: "vanilla RNN of 5 steps with tanh and log-softmax cross-entropy",
    shapes: [[3, 5, 2], [2, 4], [4, 4], [4], [4, 3], [3]],
    output: (tf, [x, input, recurrent, bias, out, outBias]) => {
      let hidden: Tensor = tf.zeros([3, 4]);
      for (const step of tf.unstack(x!, 1))
        hidden = tf.tanh(
          tf.add(
            tf.add(
              tf.matMul(step as Tensor2D, input as Tensor2D),
              tf.matMul(hidden as Tensor2D, recurrent as Tensor2D),
            ),
            bias!,
          ),
        );
      const labels = tf.oneHot(tf.tensor1d([0, 2, 1], "int32"), 3);
      return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(dense(tf, hidden, out!, outBias!))), 1)));
    },
  },
  {
    name: "LSTM cell",
    shapes: [[2, 3], [3, 8], [8], [2, 2]],
    output: (tf, [x, w, b, cell]) => {
      const [input, forget, output, candidate] = tf.split(dense(tf, x!, w!, b!), 4, 1);
      const next = tf.add(
        tf.mul(tf.sigmoid(forget!), cell!),
        tf.mul(tf.sigmoid(input!), tf.tanh(candidate!)),
      );
      return tf.mul(tf.sigmoid(output!), tf.tanh(next));
    },
  },
  {
    name: "Wasserstein critic, residual",
    shapes: [
      [4, 3],
      [3, 3],
      [3, 1],
    ],
    output: (tf, [x, w, out]) =>
      tf
        .matMul(
          tf.add(x!, tf.leakyRelu(tf.matMul(x as Tensor2D, w as Tensor2D), 0.2)) as Tensor2D,
          out as Tensor2D,
        )
        .square(),
  },
  {
    name: "non-saturating loss by softplus",
    shapes: [
      [4, 2],
      [2, 1],
    ],
    output: (tf, [x, w]) => tf.mean(tf.softplus(tf.neg(tf.tanh(tf.matMul(x as Tensor2D, w as Tensor2D))))),
  },
  {
    name: "rectifier as a custom gradient that saves a step",
    shapes: [
      [3, 2],
      [2, 3],
    ],
    output: (tf, [x, w]) => tf.square(rectifier(tf)(tf.matMul(x as Tensor2D, w as Tensor2D))),
  },
];
const rectifier = (tf: Tensorflow) =>
  tf.customGrad((x, save) => {
    const slope = tf.step(x as Tensor, 0.2);
    (save as (tensors: Tensor[]) => void)([slope]);
    return {
      value: tf.mul(x as Tensor, slope),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.mul(dy, saved!),
    };
  }) as (x: Tensor) => Tensor;
