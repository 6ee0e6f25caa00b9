import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor4D, tf } from "../../tensorflow";
import { convolveEnlarged, enlarged } from "../convolve-enlarged";
import { convolvedExtent } from "./conv";
import { type BuildLayer, imageOf, refuseShape } from "./layer";
import { weighted } from "./weighted";

/**
 * Each pixel as a square of scale x scale (nearest neighbour), then a convolution: [height, width, channels] ->
 * [height * scale, width * scale, filters]. Free of the checkerboards of transposed convolutions (Odena 2016).
 */
export const resizeConv: BuildLayer<LayerOf<"resize-conv">> = (layer, context) => {
  const [height, width, channels] = imageOf(context);
  const { filters, size, scale, padding } = layer;
  const extent = (input: number) => {
    const output = convolvedExtent(input * scale, size, 1, padding);
    if (output < 1)
      refuseShape(
        context.name,
        `images of at least ${Math.ceil(size / scale)} pixels (padding "valid")`,
        context.inputShape,
      );
    return output;
  };
  return weighted(layer, context, {
    weightShape: [size, size, channels, filters],
    fanIn: size * size * channels,
    fanOut: size * size * filters,
    outputShape: [extent(height), extent(width), filters],
    apply: (input, weight) =>
      padding === "same"
        ? convolveEnlarged(input as Tensor4D, weight as Tensor4D, scale)
        : tf.conv2d(enlarged(input as Tensor4D, scale), weight as Tensor4D, 1, padding),
  });
};
