import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Tensorflow } from "../../../trainer/tensorflow";
import type { GradientCase } from "./gradient-case";

/** Operations that no network here is built of but a user's may be: each right to second order, or refused. */
type Unary = (tf: Tensorflow, x: Tensor) => Tensor;
const unary: Record<string, [Unary, [number, number]?]> = {
  acos: [(tf, x) => tf.acos(x), [-0.7, 0.7]],
  acosh: [(tf, x) => tf.acosh(x), [1.5, 2.5]],
  asin: [(tf, x) => tf.asin(x), [-0.7, 0.7]],
  asinh: [(tf, x) => tf.asinh(x)],
  atan: [(tf, x) => tf.atan(x)],
  atanh: [(tf, x) => tf.atanh(x), [-0.6, 0.6]],
  cosh: [(tf, x) => tf.cosh(x)],
  sinh: [(tf, x) => tf.sinh(x)],
  tan: [(tf, x) => tf.tan(x)],
  erf: [(tf, x) => tf.erf(x)],
  negative: [(tf, x) => tf.square(tf.neg(x))],
  "reverse cumsum": [(tf, x) => tf.square(tf.cumsum(tf.square(x), 1, true, true))],
  "norm 1": [(tf, x) => tf.square(tf.norm(x, 1, 1))],
  "norm 2": [(tf, x) => tf.square(tf.norm(x, "euclidean", 1))],
  "maximum norm": [(tf, x) => tf.square(tf.norm(x, Number.POSITIVE_INFINITY, 1))],
  "expand, squeeze": [(tf, x) => tf.square(tf.square(tf.squeeze(tf.expandDims(x, 1), [1])))],
  "broadcast to": [(tf, x) => tf.square(tf.square(tf.broadcastTo(x, [3, 2, 4])))],
  identity: [(tf, x) => tf.square(tf.square(tf.clone(x)))],
  "mean of everything": [(tf, x) => tf.square(tf.mean(tf.square(x)))],
  "roll by slices": [
    (tf, x) => tf.mul(tf.square(x), tf.concat([tf.slice(x, [0, 1], [2, 3]), tf.slice(x, [0, 0], [2, 1])], 1)),
  ],
};
const unaryCases: GradientCase[] = Object.entries(unary).map(([name, [apply, range]]) => ({
  name,
  shapes: [[2, 4]],
  output: (tf, [x]) => apply(tf, x!),
  ...(range && { range }),
}));

const binary: Record<string, [(tf: Tensorflow, a: Tensor, b: Tensor) => Tensor, [number, number]?]> = {
  atan2: [(tf, a, b) => tf.atan2(a, b), [0.5, 1.5]],
  mod: [(tf, a, b) => tf.mul(tf.mod(a, b), tf.square(a)), [0.6, 0.9]],
  "broadcast pow": [(tf, a, b) => tf.pow(a, tf.mean(b, 0)), [0.5, 1.5]],
  "where of two": [(tf, a, b) => tf.square(tf.where(tf.greater(a, b), tf.square(a), tf.mul(a, b)))],
  "dot product": [(tf, a, b) => tf.square(tf.dot(tf.reshape(a, [-1]), tf.reshape(b, [-1])))],
  "outer product": [
    (tf, a, b) =>
      tf.square(tf.outerProduct(tf.reshape(a, [-1]) as Tensor1D, tf.reshape(b, [-1]) as Tensor1D)),
  ],
};
const binaryCases: GradientCase[] = Object.entries(binary).map(([name, [apply, range]]) => ({
  name,
  shapes: [
    [2, 4],
    [2, 4],
  ],
  output: (tf, [a, b]) => apply(tf, a!, b!),
  ...(range && { range }),
}));

const losses: Record<string, (tf: Tensorflow, labels: Tensor, x: Tensor) => Tensor> = {
  absoluteDifference: (tf, labels, x) => tf.losses.absoluteDifference(labels, tf.square(x)),
  cosineDistance: (tf, labels, x) => tf.losses.cosineDistance(labels, tf.square(x), 1),
  hingeLoss: (tf, labels, x) => tf.losses.hingeLoss(labels, tf.square(x)),
  huberLoss: (tf, labels, x) => tf.losses.huberLoss(labels, tf.square(x)),
  logLoss: (tf, labels, x) => tf.losses.logLoss(labels, tf.sigmoid(x)),
  meanSquaredError: (tf, labels, x) => tf.losses.meanSquaredError(labels, tf.square(x)),
};
const lossCases: GradientCase[] = Object.entries(losses).map(([name, apply]) => ({
  name: `losses.${name}`,
  shapes: [[2, 4]],
  output: (tf, [x]) => apply(tf, tf.tensor2d([1, 0, 0, 1, 0, 1, 1, 0], [2, 4]), x!),
}));

const imageCases: GradientCase[] = [
  {
    name: "conv1d",
    shapes: [
      [2, 6, 2],
      [3, 2, 2],
    ],
    output: (tf, [x, w]) => tf.square(tf.conv1d(x as Tensor3D, w as Tensor3D, 2, "same")),
  },
  {
    name: "dilated conv2d",
    shapes: [
      [1, 6, 6, 1],
      [3, 3, 1, 2],
    ],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [x, w]) => tf.square(tf.conv2d(x as Tensor4D, w as Tensor4D, 1, "same", "NHWC", 2)),
  },
  {
    name: "conv2d, stride above the filter's size",
    shapes: [[1, 6, 6, 1]],
    output: (tf, [x]) => tf.conv2d(x as Tensor4D, tf.ones([2, 2, 1, 1]) as Tensor4D, 3, "same"),
  },
  {
    name: "conv2dTranspose, stride above the filter's size",
    shapes: [
      [1, 2, 2, 2],
      [2, 2, 1, 2],
    ],
    output: (tf, [x, w]) =>
      tf.square(tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, [1, 6, 6, 1], 3, "same")),
  },
  {
    name: "separable convolution",
    shapes: [
      [1, 4, 4, 2],
      [3, 3, 2, 1],
      [1, 1, 2, 2],
    ],
    secondOrder: "refused",
    output: (tf, [x, depthwise, pointwise]) =>
      tf.square(tf.separableConv2d(x as Tensor4D, depthwise as Tensor4D, pointwise as Tensor4D, 1, "same")),
  },
  {
    name: "fused convolution with bias and relu",
    shapes: [[1, 4, 4, 2], [3, 3, 2, 2], [2]],
    output: (tf, [x, filter, bias]) =>
      tf.square(
        tf.fused.conv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: 1,
          pad: "same",
          bias: bias!,
          activation: "relu",
        }),
      ),
  },
  {
    name: "fused matMul with bias and sigmoid",
    shapes: [[3, 2], [2, 4], [4]],
    output: (tf, [a, b, bias]) =>
      tf.square(tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: "sigmoid" })),
  },
  {
    name: "fused matMul with elu",
    shapes: [
      [3, 2],
      [2, 4],
    ],
    output: (tf, [a, b]) => tf.square(tf.fused.matMul({ a: a!, b: b!, activation: "elu" })),
  },
  {
    name: "bilinear resizing, corners aligned",
    shapes: [[2, 3, 3, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeBilinear(x as Tensor4D, [5, 5], true))),
  },
  {
    name: "bilinear resizing, half-pixel centres",
    shapes: [[2, 3, 3, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeBilinear(x as Tensor4D, [6, 6], false, true))),
  },
  {
    name: "bilinear resizing of a row, half-pixel centres",
    shapes: [[1, 1, 2, 1]],
    output: (tf, [x]) => tf.square(tf.image.resizeBilinear(x as Tensor4D, [1, 4], false, true)),
  },
  {
    name: "nearest-neighbour shrinking, half-pixel centres",
    shapes: [[2, 4, 5, 2]],
    output: (tf, [x]) =>
      tf.square(tf.square(tf.image.resizeNearestNeighbor(x as Tensor4D, [2, 3], false, true))),
  },
  {
    name: "bilinear shrinking",
    shapes: [[2, 4, 4, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeBilinear(x as Tensor4D, [2, 2]))),
  },
  {
    name: "nearest-neighbour resizing, corners aligned",
    shapes: [[2, 3, 3, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeNearestNeighbor(x as Tensor4D, [5, 5], true))),
  },
  {
    name: "nearest-neighbour shrinking",
    shapes: [[2, 4, 4, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeNearestNeighbor(x as Tensor4D, [2, 2]))),
  },
  {
    name: "space to batch and back",
    shapes: [[1, 4, 4, 1]],
    output: (tf, [x]) => {
      const batches = tf.spaceToBatchND(
        tf.square(x!),
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      );
      return tf.square(
        tf.batchToSpaceND(
          tf.square(batches),
          [2, 2],
          [
            [0, 0],
            [0, 0],
          ],
        ),
      );
    },
  },
  {
    name: "local response normalization",
    shapes: [[1, 2, 2, 4]],
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.localResponseNormalization(x as Tensor4D, 1)),
  },
  {
    name: "depth to space",
    shapes: [[1, 2, 2, 4]],
    firstOrder: "refused",
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.depthToSpace(x as Tensor4D, 2, "NHWC")),
  },
  {
    name: "gather in batches",
    shapes: [[2, 3, 2]],
    output: (tf, [x]) =>
      tf.square(tf.square(tf.gather(x!, tf.tensor2d([0, 2, 1, 1], [2, 2], "int32"), 1, 1))),
  },
  {
    name: "gather by a matrix of indices",
    shapes: [[4, 3]],
    output: (tf, [x]) => tf.square(tf.square(tf.gather(x!, tf.tensor2d([0, 2, 2, 1], [2, 2], "int32")))),
  },
  {
    name: "LSTM cell of tfjs",
    shapes: [[2, 2], [5, 12], [12], [2, 3], [2, 3]],
    output: (tf, [x, kernel, bias, c, h]) =>
      tf.concat(
        tf.basicLSTMCell(
          tf.scalar(1),
          kernel as Tensor2D,
          bias as Tensor1D,
          x as Tensor2D,
          c as Tensor2D,
          h as Tensor2D,
        ),
        1,
      ),
  },
  {
    name: "softmax over an inner axis by transposing",
    shapes: [[2, 3, 2]],
    output: (tf, [x]) => tf.square(tf.transpose(tf.softmax(tf.transpose(x!, [0, 2, 1])), [0, 2, 1])),
  },
  {
    name: "cross-entropy of logits",
    shapes: [[3, 4]],
    output: (tf, [x]) =>
      tf.neg(tf.sum(tf.mul(tf.oneHot(tf.tensor1d([0, 2, 3], "int32"), 4), tf.logSoftmax(tf.square(x!))), 1)),
  },
];

export const operationCases: GradientCase[] = [...unaryCases, ...binaryCases, ...lossCases, ...imageCases];
