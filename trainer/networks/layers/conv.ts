import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor4D, tf } from "../../tensorflow";
import { type BuildLayer, imageOf, refuseShape } from "./layer";
import { weighted } from "./weighted";

/** [height, width, channels] -> [height / stride, width / stride, filters]; a weight is [size, size, channels, filters]. */
export const conv: BuildLayer<LayerOf<"conv">> = (layer, context) => {
  const [height, width, channels] = imageOf(context);
  const { filters, size, stride, padding } = layer;
  const extent = (input: number) => {
    const output = convolvedExtent(input, size, stride, padding);
    if (output < 1)
      refuseShape(context.name, `images of at least ${size} x ${size} (padding "valid")`, context.inputShape);
    return output;
  };
  return weighted(layer, context, {
    weightShape: [size, size, channels, filters],
    fanIn: size * size * channels,
    fanOut: size * size * filters,
    outputShape: [extent(height), extent(width), filters],
    apply: (input, weight) => tf.conv2d(input as Tensor4D, weight as Tensor4D, stride, padding),
  });
};

/** Windows of `size` that start at each `stride`-th of `input` places: all of them, or those within. */
export function convolvedExtent(
  input: number,
  size: number,
  stride: number,
  padding: "same" | "valid",
): number {
  return padding === "same" ? Math.ceil(input / stride) : Math.floor((input - size) / stride) + 1;
}
