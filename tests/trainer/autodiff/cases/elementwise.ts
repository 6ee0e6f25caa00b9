import type { GradientCase } from "../gradient-case";
import type { Activation } from "./dense";

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
export const elementwiseCases: GradientCase[] = Object.entries(elementwise).map(([name, [apply, range]]) => ({
  name,
  shapes: [[2, 4]],
  output: (tf, [x]) => apply(tf, x!),
  ...(range && { range }),
}));

export const binaryCases: GradientCase[] = [
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
