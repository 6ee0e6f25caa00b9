import type { Tensor2D } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";

export const shapeCases: GradientCase[] = [
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
