import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor4D, tf } from "../../tensorflow";
import { type BuildLayer, imageOf } from "./layer";
import { weighted } from "./weighted";

/**
 * [height, width, channels] -> [height * stride, width * stride, filters] (with padding "valid": size - stride more).
 * The gradient of a strided convolution by its input (Dumoulin & Visin 2016). Where the stride does not divide the
 * size, windows overlap unevenly and images show checkerboards (Odena 2016): see resize-conv.
 * Fan-in: the numbers that one output sums up, about channels (size / stride)^2.
 */
export const convTranspose: BuildLayer<LayerOf<"conv-transpose">> = (layer, context) => {
  const [height, width, channels] = imageOf(context);
  const { filters, size, stride, padding } = layer;
  const extent = (input: number) =>
    padding === "same" ? input * stride : (input - 1) * stride + Math.max(size, stride);
  const outputShape = [extent(height), extent(width), filters] as const;
  return weighted(layer, context, {
    weightShape: [size, size, channels, filters],
    fanIn: Math.max(1, (size / stride) ** 2) * channels,
    fanOut: size * size * filters,
    outputShape,
    apply: (input, weight) =>
      tf.conv2dTranspose(
        input as Tensor4D,
        // TensorFlow wants the output's channels before the input's.
        tf.transpose(weight as Tensor4D, [0, 1, 3, 2]),
        [input.shape[0]!, ...outputShape],
        stride,
        padding,
      ),
  });
};
