import { dense as fusedDense } from "../../../trainer/networks/dense";
import { layerNorm } from "../../../trainer/networks/layer-norm";
import { rectify } from "../../../trainer/networks/rectify";
import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Tensorflow } from "../../../trainer/tensorflow";
import type { GradientCase } from "./gradient-case";

type Activation = (tf: Tensorflow, x: Tensor) => Tensor;
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

const dense = (tf: Tensorflow, x: Tensor, w: Tensor, b: Tensor) =>
  tf.add(tf.matMul(x as Tensor2D, w as Tensor2D), b);

/** x [5,3] -> 4 -> 4 -> 1 with biases. */
const mlpCases: GradientCase[] = Object.entries(activations).map(([name, activate]) => ({
  name: `MLP of three layers with ${name}`,
  shapes: [[5, 3], [3, 4], [4], [4, 4], [4], [4, 1], [1]],
  output: (tf, [x, w1, b1, w2, b2, w3, b3]) => {
    const hidden = activate(tf, dense(tf, x!, w1!, b1!));
    return tf.square(dense(tf, activate(tf, dense(tf, hidden, w2!, b2!)), w3!, b3!));
  },
}));

/** Dense layers and rectifiers as single operations of ours. */
const fusedCases: GradientCase[] = [0, 0.2, 1].map((slope) => ({
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
const layerNormCases: GradientCase[] = [
  [3, 8],
  [2, 3, 4],
  [3, 5],
].map((shape) => ({
  name: `fused layer normalization of [${shape}]`,
  shapes: [shape, [shape.at(-1)!], [shape.at(-1)!]],
  output: (_tf, [x, gain, shift]) => layerNorm(x!, gain!, shift!).square(),
}));

const elementwise: Record<string, [Activation, [number, number]?]> = {
  "x tanh(x)": [(tf, x) => tf.mul(x, tf.tanh(x))],
  "tanh of tanh": [(tf, x) => tf.tanh(tf.tanh(x))],
  exp: [(tf, x) => tf.exp(x)],
  expm1: [(tf, x) => tf.expm1(x)],
  log: [(tf, x) => tf.log(x), [0.5, 2]],
  log1p: [(tf, x) => tf.log1p(x), [0, 2]],
  sqrt: [(tf, x) => tf.sqrt(x), [0.5, 2]],
  rsqrt: [(tf, x) => tf.rsqrt(x), [0.5, 2]],
  reciprocal: [(tf, x) => tf.reciprocal(x), [0.5, 2]],
  square: [(tf, x) => tf.square(tf.square(x))],
  "pow 3": [(tf, x) => tf.pow(x, 3), [0.5, 1.5]],
  "pow 1.5": [(tf, x) => tf.pow(x, 1.5), [0.5, 1.5]],
  abs: [(tf, x) => tf.mul(x, tf.abs(x))],
  sin: [(tf, x) => tf.sin(x)],
  cos: [(tf, x) => tf.cos(x)],
  "clip by value": [(tf, x) => tf.square(tf.clipByValue(x, -0.5, 0.5))],
  softmax: [(tf, x) => tf.softmax(x)],
  "log softmax": [(tf, x) => tf.logSoftmax(x)],
  "log sigmoid": [(tf, x) => tf.logSigmoid(x)],
  "log-sum-exp": [(tf, x) => tf.logSumExp(x, 1)],
  "cast to integer and back": [
    (tf, x) => tf.mul(x, tf.cast(tf.cast(tf.mul(x, 2), "int32"), "float32")),
    [0.55, 0.95],
  ],
  floor: [(tf, x) => tf.mul(tf.square(x), tf.floor(tf.mul(x, 2))), [0.55, 0.95]],
};
const elementwiseCases: GradientCase[] = Object.entries(elementwise).map(([name, [apply, range]]) => ({
  name,
  shapes: [[2, 4]],
  output: (tf, [x]) => apply(tf, x!),
  ...(range && { range }),
}));

const binaryCases: GradientCase[] = [
  {
    name: "broadcast add and mul",
    shapes: [[3, 4], [4], [3, 1], []],
    output: (tf, [a, b, c, d]) => tf.mul(tf.square(tf.add(tf.mul(a!, b!), c!)), d!),
  },
  {
    name: "broadcast div",
    shapes: [[3, 4], [4]],
    range: [0.7, 1.6],
    output: (tf, [a, b]) => tf.div(tf.square(a!), b!),
  },
  {
    name: "broadcast sub and squared difference",
    shapes: [
      [3, 4],
      [3, 1],
    ],
    output: (tf, [a, b]) => tf.square(tf.squaredDifference(tf.sub(a!, b!), b!)),
  },
  {
    name: "broadcast maximum and minimum",
    shapes: [[3, 4], [4], []],
    output: (tf, [a, b, c]) => tf.square(tf.maximum(tf.minimum(tf.square(a!), b!), c!)),
  },
  {
    name: "maximum and minimum",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    output: (tf, [a, b]) => tf.add(tf.square(tf.maximum(a!, b!)), tf.minimum(tf.square(a!), b!)),
  },
  {
    name: "pow of two tensors",
    shapes: [
      [3, 2],
      [3, 2],
    ],
    range: [0.7, 1.6],
    output: (tf, [a, b]) => tf.pow(a!, b!),
  },
  {
    name: "addN of a tensor with itself",
    shapes: [[3], [3]],
    output: (tf, [a, b]) => tf.square(tf.addN([a!, b!, a!])),
  },
];

const matMulCases: GradientCase[] = [];
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const shapes = [transposeA ? [4, 3] : [3, 4], transposeB ? [5, 4] : [4, 5]];
    const product = (tf: Tensorflow, a: Tensor, b: Tensor) =>
      tf.square(tf.matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB));
    const name = `matMul${transposeA ? " A^T" : ""}${transposeB ? " B^T" : ""}`;
    matMulCases.push({ name, shapes, output: (tf, [a, b]) => product(tf, a!, b!) });
    matMulCases.push({
      name: `${name} in batches`,
      shapes: shapes.map((shape) => [2, ...shape]),
      output: (tf, [a, b]) => product(tf, a!, b!),
    });
  }
}
matMulCases.push({
  name: "attention",
  shapes: [
    [2, 3, 4],
    [2, 3, 4],
    [2, 3, 4],
  ],
  output: (tf, [q, k, v]) => tf.matMul(tf.softmax(tf.matMul(q!, k!, false, true)), v!),
});

const reductionCases: GradientCase[] = [
  { name: "sum over an axis", shapes: [[3, 4]], output: (tf, [x]) => tf.square(tf.sum(tf.square(x!), 0)) },
  {
    name: "mean over axes",
    shapes: [[2, 3, 4]],
    output: (tf, [x]) => tf.square(tf.mean(tf.square(x!), [0, 2])),
  },
  { name: "max over an axis", shapes: [[3, 4]], output: (tf, [x]) => tf.square(tf.max(tf.square(x!), 1)) },
  { name: "min of everything", shapes: [[3, 4]], output: (tf, [x]) => tf.square(tf.min(tf.square(x!))) },
  {
    name: "Euclidean norm",
    shapes: [[3, 4]],
    output: (tf, [x]) => tf.sqrt(tf.sum(tf.square(tf.sub(x!, 2)), 1)),
  },
  { name: "cumsum", shapes: [[3, 4]], output: (tf, [x]) => tf.square(tf.cumsum(tf.square(x!), 1)) },
];

const shapeCases: GradientCase[] = [
  {
    name: "concat",
    shapes: [
      [2, 3],
      [2, 2],
    ],
    output: (tf, [a, b]) => tf.square(tf.square(tf.concat([a!, b!, a!], 1))),
  },
  {
    name: "slice",
    shapes: [[4, 3]],
    output: (tf, [x]) => tf.square(tf.square(tf.slice(x!, [1, 0], [2, 2]))),
  },
  {
    name: "pad",
    shapes: [[2, 3]],
    output: (tf, [x]) =>
      tf.square(
        tf.square(
          tf.pad(x!, [
            [1, 0],
            [2, 1],
          ]),
        ),
      ),
  },
  {
    name: "transpose and reshape",
    shapes: [[2, 3, 2]],
    output: (tf, [x]) => tf.square(tf.square(tf.reshape(tf.transpose(x!, [2, 0, 1]), [4, 3]))),
  },
  {
    name: "unstack and stack",
    shapes: [[3, 2]],
    output: (tf, [x]) => {
      const [a, b, c] = tf.unstack(x!);
      return tf.stack([tf.mul(a!, b!), tf.square(tf.mul(c!, a!))]);
    },
  },
  {
    name: "split",
    shapes: [[2, 4]],
    output: (tf, [x]) => {
      const [a, b] = tf.split(x!, 2, 1);
      return tf.square(tf.mul(a!, tf.tanh(b!)));
    },
  },
  { name: "tile", shapes: [[2, 2]], output: (tf, [x]) => tf.square(tf.square(tf.tile(x!, [2, 3]))) },
  { name: "reverse", shapes: [[2, 3]], output: (tf, [x]) => tf.mul(tf.square(tf.reverse(x!, 1)), x!) },
  {
    name: "gather rows",
    shapes: [[4, 3]],
    output: (tf, [x]) => tf.square(tf.square(tf.gather(x!, tf.tensor1d([0, 2, 2], "int32")))),
  },
  {
    name: "gather columns",
    shapes: [[2, 4]],
    output: (tf, [x]) => tf.square(tf.square(tf.gather(x!, tf.tensor1d([3, 1, 1], "int32"), 1))),
  },
  {
    name: "embedding and dense",
    shapes: [
      [4, 3],
      [3, 2],
    ],
    output: (tf, [table, w]) =>
      tf.tanh(tf.matMul(tf.gather(table!, tf.tensor1d([1, 3, 1, 0], "int32")) as Tensor2D, w as Tensor2D)),
  },
  {
    name: "segment sum",
    shapes: [[4, 2]],
    output: (tf, [x]) =>
      tf.square(tf.unsortedSegmentSum(tf.square(x!), tf.tensor1d([1, 0, 1, 2], "int32"), 3)),
  },
  {
    name: "mirror pad, reflect",
    shapes: [[3, 4]],
    output: (tf, [x]) =>
      tf.square(
        tf.mirrorPad(
          tf.square(x!),
          [
            [1, 2],
            [0, 3],
          ],
          "reflect",
        ),
      ),
  },
  {
    name: "mirror pad, symmetric",
    shapes: [[3, 4]],
    output: (tf, [x]) =>
      tf.square(
        tf.mirrorPad(
          tf.square(x!),
          [
            [3, 1],
            [2, 0],
          ],
          "symmetric",
        ),
      ),
  },
];

const convolution = (
  name: string,
  input: number[],
  filter: number[],
  stride: number,
  pad: "same" | "valid",
): GradientCase => ({
  name: `conv2d ${name}`,
  shapes: [input, filter],
  output: (tf, [x, w]) => tf.square(tf.conv2d(x as Tensor4D, w as Tensor4D, stride, pad)),
});
const imageCases: GradientCase[] = [
  convolution("3x3, stride 1, same", [2, 4, 4, 2], [3, 3, 2, 2], 1, "same"),
  convolution("3x3, stride 1, valid", [2, 4, 4, 1], [3, 3, 1, 2], 1, "valid"),
  convolution("3x3, stride 2, same", [2, 5, 4, 2], [3, 3, 2, 3], 2, "same"),
  convolution("4x4, stride 2, same", [2, 6, 6, 1], [4, 4, 1, 2], 2, "same"),
  convolution("2x2, stride 2, valid, an edge unread", [1, 5, 5, 1], [2, 2, 1, 2], 2, "valid"),
  convolution("1x1, stride 2", [1, 3, 3, 2], [1, 1, 2, 2], 2, "valid"),
  {
    name: "conv2d, penalty on the gradient of the filter",
    shapes: [
      [3, 3, 1, 2],
      [2, 5, 5, 1],
    ],
    output: (tf, [w, x]) => tf.square(tf.conv2d(x as Tensor4D, w as Tensor4D, 2, "same")),
  },
  {
    name: "two convolutions with leaky relu",
    shapes: [[2, 6, 6, 1], [3, 3, 1, 2], [2], [3, 3, 2, 2]],
    output: (tf, [x, w1, b1, w2]) =>
      tf.square(
        tf.conv2d(
          tf.leakyRelu(tf.add(tf.conv2d(x as Tensor4D, w1 as Tensor4D, 2, "same"), b1!), 0.2) as Tensor4D,
          w2 as Tensor4D,
          2,
          "same",
        ),
      ),
  },
  {
    name: "two convolutions with tanh",
    shapes: [
      [1, 5, 5, 1],
      [3, 3, 1, 2],
      [3, 3, 2, 1],
    ],
    output: (tf, [x, w1, w2]) =>
      tf.conv2d(
        tf.tanh(tf.conv2d(x as Tensor4D, w1 as Tensor4D, 1, "same")) as Tensor4D,
        w2 as Tensor4D,
        2,
        "same",
      ),
  },
  {
    name: "conv2dTranspose, stride 2",
    shapes: [
      [2, 3, 3, 2],
      [4, 4, 1, 2],
    ],
    output: (tf, [x, w]) =>
      tf.square(tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, [2, 6, 6, 1], 2, "same")),
  },
  {
    name: "nearest-neighbour upsampling of a batch, then conv2d",
    shapes: [
      [3, 2, 3, 2],
      [3, 3, 2, 1],
    ],
    output: (tf, [x, w]) =>
      tf.square(tf.conv2d(tf.image.resizeNearestNeighbor(x as Tensor4D, [4, 6]), w as Tensor4D, 1, "same")),
  },
  {
    name: "nearest-neighbour upsampling of a batch",
    shapes: [[2, 1, 2, 1]],
    output: (tf, [x]) => tf.square(tf.image.resizeNearestNeighbor(x as Tensor4D, [2, 4])),
  },
  {
    name: "bilinear upsampling of a square batch",
    shapes: [[2, 2, 2, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeBilinear(x as Tensor4D, [4, 4]))),
  },
  {
    name: "upsampling by stack and reshape",
    shapes: [[2, 2, 2, 1]],
    output: (tf, [x]) => {
      const wide = tf.reshape(tf.stack([x!, x!], 3), [2, 2, 4, 1]);
      return tf.square(tf.square(tf.reshape(tf.stack([wide, wide], 2), [2, 4, 4, 1])));
    },
  },
  {
    name: "bilinear upsampling of a batch",
    shapes: [[2, 2, 3, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.image.resizeBilinear(x as Tensor4D, [4, 5]))),
  },
  {
    name: "average pooling, valid",
    shapes: [[2, 4, 4, 1]],
    output: (tf, [x]) => tf.square(tf.square(tf.avgPool(x as Tensor4D, 2, 2, "valid"))),
  },
  {
    name: "average pooling, same, windows over the edge",
    shapes: [[2, 5, 4, 2]],
    output: (tf, [x]) => tf.square(tf.avgPool(tf.square(x!) as Tensor4D, 3, 2, "same")),
  },
  {
    name: "max pooling",
    shapes: [[2, 4, 4, 2]],
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.maxPool(x as Tensor4D, 2, 2, "valid")),
  },
  {
    name: "max pooling of negative pixels",
    shapes: [[1, 4, 4, 2]],
    range: [-2, -0.2],
    secondOrder: "refused",
    output: (tf, [x]) => tf.square(tf.maxPool(x as Tensor4D, 3, 1, "same")),
  },
];

const normalize = (tf: Tensorflow, x: Tensor, axes: number[]) => {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), 1e-3)));
};
const networkCases: GradientCase[] = [
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

/** x^3, whose gradient function differentiates it anew. */
const cube = (tf: Tensorflow) =>
  tf.customGrad((x, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor]);
    return {
      value: tf.pow(x as Tensor, 3),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.grad((inner) => tf.pow(inner, 3))(saved!, dy),
    };
  }) as (x: Tensor) => Tensor;

const refusedCases: GradientCase[] = [
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
    secondOrder: "refused",
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

export const gradientCases: GradientCase[] = [
  ...mlpCases,
  ...fusedCases,
  ...layerNormCases,
  ...elementwiseCases,
  ...binaryCases,
  ...matMulCases,
  ...reductionCases,
  ...shapeCases,
  ...imageCases,
  ...networkCases,
  ...refusedCases,
];
