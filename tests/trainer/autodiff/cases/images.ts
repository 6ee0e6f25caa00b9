import type { Tensor4D } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";

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
export const imageCases: GradientCase[] = [
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
    output: (tf, [x]) => tf.square(tf.maxPool(x as Tensor4D, 2, 2, "valid")),
  },
  {
    name: "max pooling of negative pixels",
    shapes: [[1, 4, 4, 2]],
    range: [-2, -0.2],
    output: (tf, [x]) => tf.square(tf.maxPool(x as Tensor4D, 3, 1, "same")),
  },
  {
    name: "max pooling behind a rectified convolution, many windows all zero",
    shapes: [
      [2, 5, 5, 1],
      [3, 3, 1, 2],
    ],
    output: (tf, [x, w]) =>
      tf.square(
        tf.maxPool(
          tf.relu(tf.sub(tf.conv2d(tf.tanh(x!) as Tensor4D, w as Tensor4D, 1, "same"), 0.6)) as Tensor4D,
          2,
          1,
          "same",
        ),
      ),
  },
];
