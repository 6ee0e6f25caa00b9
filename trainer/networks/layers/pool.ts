import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor4D, tf } from "../../tensorflow";
import { convolvedExtent } from "./conv";
import { type BuildLayer, type BuiltLayer, imageOf, type LayerContext, refuseShape } from "./layer";

/** The mean of each window of size x size; over the edge, of the pixels that are there. */
export const averagePool: BuildLayer<LayerOf<"average-pool">> = (layer, context) =>
  pool(layer, context, (images, size, stride, padding) => tf.avgPool(images, size, stride, padding));

/**
 * The maximum of each window. TensorFlow.js differentiates it once only: a network with a gradient penalty is
 * refused by name at its self-test, and takes strided convolutions or average pooling instead.
 */
export const maxPool: BuildLayer<LayerOf<"max-pool">> = (layer, context) =>
  pool(layer, context, (images, size, stride, padding) => tf.maxPool(images, size, stride, padding));

function pool(
  { size, stride = size, padding }: LayerOf<"average-pool" | "max-pool">,
  context: LayerContext,
  apply: (images: Tensor4D, size: number, stride: number, padding: "same" | "valid") => Tensor4D,
): BuiltLayer {
  const { name, inputShape } = context;
  const [height, width, channels] = imageOf(context);
  const outputShape = [
    convolvedExtent(height, size, stride, padding),
    convolvedExtent(width, size, stride, padding),
    channels,
  ];
  if (Math.min(...outputShape) < 1)
    refuseShape(name, `images of at least ${size} x ${size} (padding "valid")`, inputShape);
  return {
    name,
    outputShape,
    parameters: [],
    tiesExamples: [],
    apply: (_weights, input) => apply(input as Tensor4D, size, stride, padding),
  };
}
