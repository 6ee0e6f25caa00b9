import type { GradientCase } from "../gradient-case";

export const reductionCases: GradientCase[] = [
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
