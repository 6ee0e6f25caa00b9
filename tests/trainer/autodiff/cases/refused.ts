import type { Tensor, Tensor2D, Tensor4D, Tensorflow } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";

/** x^3, whose gradient function differentiates it anew. */
const cube = (tf: Tensorflow) =>
  tf.customGrad((x, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor]);
    return {
      value: tf.pow(x as Tensor, 3),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.grad((inner) => tf.pow(inner, 3))(saved!, dy),
    };
  }) as (x: Tensor) => Tensor;

/** sin(a) sin(b), which keeps both sines as an operation that is costly to repeat would. */
const productOfSines = (tf: Tensorflow) =>
  tf.customGrad((...args) => {
    const [a, b, save] = args as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
    const [sinA, sinB] = [tf.sin(a), tf.sin(b)];
    save([a, b, sinA, sinB]);
    return {
      value: tf.mul(sinA, sinB),
      gradFunc: (dy: Tensor, [a, b, sinA, sinB]: Tensor[]) => [
        tf.mul(dy, tf.mul(tf.cos(a!), sinB!)),
        tf.mul(dy, tf.mul(tf.cos(b!), sinA!)),
      ],
    };
  }) as (a: Tensor, b: Tensor) => Tensor;

export const refusedCases: GradientCase[] = [
  {
    name: "losses.sigmoidCrossEntropy",
    shapes: [[2, 3]],
    output: (tf, [x]) => tf.losses.sigmoidCrossEntropy(tf.ones([2, 3]), tf.square(x!)),
  },
  {
    name: "tf.batchNorm",
    shapes: [[4, 3], [3], [3]],
    output: (tf, [x, scale, shift]) => {
      const { mean, variance } = tf.moments(x!, 0);
      return tf.tanh(tf.batchNorm(x!, mean as never, variance as never, shift as never, scale as never));
    },
  },
  {
    name: "tf.batchNorm without scale",
    shapes: [[4, 3]],
    output: (tf, [x]) => {
      const { mean, variance } = tf.moments(x!, 0);
      return tf.tanh(tf.batchNorm(x!, mean as never, variance as never));
    },
  },
  {
    name: "prelu with a slope that is learned",
    shapes: [[4, 3], [3]],
    output: (tf, [x, slope]) => tf.square(tf.prelu(x!, slope!)),
  },
  {
    name: "gather by indices that are inputs",
    shapes: [[4, 3], [2]],
    range: [0.6, 2.4],
    output: (tf, [x, indices]) => tf.square(tf.gather(x!, tf.cast(indices!, "int32") as never)),
  },
  {
    name: "losses.softmaxCrossEntropy",
    shapes: [[2, 3]],
    output: (tf, [x]) =>
      tf.losses.softmaxCrossEntropy(
        tf.tensor2d([
          [1, 0, 0],
          [0, 0, 1],
        ]),
        tf.square(x!),
      ),
  },
  {
    name: "custom gradient that takes a gradient",
    shapes: [[2, 3]],
    output: (tf, [x]) => cube(tf)(x!),
  },
  {
    name: "losses.softmaxCrossEntropy of a network, labels that are learned, smoothing and weights",
    shapes: [
      [3, 4],
      [4, 3],
      [3, 3],
    ],
    output: (tf, [x, w, labels]) =>
      tf.losses.softmaxCrossEntropy(
        tf.softmax(labels!),
        tf.tanh(tf.matMul(x as Tensor2D, w as Tensor2D)),
        tf.tensor1d([1, 2, 0.5]),
        0.1,
      ),
  },
  {
    name: "custom gradient that keeps two results on the way",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    output: (tf, [a, b]) => productOfSines(tf)(a!, b!),
  },
  {
    name: "prod",
    shapes: [[2, 3]],
    range: [0.5, 1.5],
    secondOrder: "refused",
    output: (tf, [x]) => tf.prod(x!, 1),
  },
  {
    name: "einsum",
    shapes: [
      [2, 3],
      [3, 2],
    ],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [a, b]) => tf.einsum("ij,jk->ik", a!, b!),
  },
  {
    name: "topk",
    shapes: [[2, 4]],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.topk(x!, 2).values),
  },
  {
    name: "stridedSlice",
    shapes: [[4]],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.stridedSlice(x!, [0], [4], [2])),
  },
  {
    name: "gatherND",
    shapes: [[3, 2]],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [x]) =>
      tf.square(
        tf.gatherND(
          x!,
          tf.tensor2d(
            [
              [0, 1],
              [2, 0],
            ],
            [2, 2],
            "int32",
          ),
        ),
      ),
  },
  {
    name: "depthwise convolution",
    shapes: [
      [1, 4, 4, 2],
      [3, 3, 2, 1],
    ],
    secondOrder: "refused",
    output: (tf, [x, w]) => tf.square(tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, "same")),
  },
];
