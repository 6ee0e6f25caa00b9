import type { LayerOf } from "../../../db/contract/architecture";
import { tf } from "../../tensorflow";
import { type BuildLayer, refuseShape, type Shape, shapeText } from "./layer";

/** The numbers of an example in another shape. */
export const reshape: BuildLayer<LayerOf<"reshape">> = ({ shape }, { name, inputShape }) => {
  const size = sizeOf(inputShape);
  if (size !== sizeOf(shape))
    refuseShape(name, `${sizeOf(shape)} numbers, to make ${shapeText(shape)} of them`, inputShape);
  return {
    name,
    outputShape: shape,
    parameters: [],
    tiesExamples: [],
    apply: (_weights, input) => tf.reshape(input, [input.shape[0]!, ...shape]),
  };
};

/** The numbers of an example in a row. */
export const flatten: BuildLayer<LayerOf<"flatten">> = ({ name: _, ...layer }, context) => {
  const size = sizeOf(context.inputShape);
  if (size === undefined) refuseShape(context.name, "a fixed number of numbers", context.inputShape);
  return reshape({ ...layer, kind: "reshape", shape: [size] }, context);
};

/** Undefined where a length is not fixed. */
function sizeOf(shape: Shape): number | undefined {
  let size = 1;
  for (const extent of shape) {
    if (extent === null) return undefined;
    size *= extent;
  }
  return size;
}
