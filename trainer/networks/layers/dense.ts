import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor, type Tensor2D, tf } from "../../tensorflow";
import { type BuildLayer, featuresOf } from "./layer";
import { weighted } from "./weighted";

/** [features] -> [units], and each step of [steps, features] by itself. */
export const dense: BuildLayer<LayerOf<"dense">> = (layer, context) => {
  const features = featuresOf(context);
  return weighted(layer, context, {
    weightShape: [features, layer.units],
    fanIn: features,
    fanOut: layer.units,
    outputShape: [...context.inputShape.slice(0, -1), layer.units],
    apply: timesMatrix,
  });
};

/** Products over the last axis, as one product of matrices: batches of them are slow. */
export function timesMatrix(input: Tensor, weight: Tensor): Tensor {
  if (input.rank === 2) return tf.matMul(input as Tensor2D, weight as Tensor2D);
  const rows = tf.reshape(input, [-1, input.shape.at(-1)!]);
  return tf.reshape(tf.matMul(rows, weight as Tensor2D), [...input.shape.slice(0, -1), weight.shape.at(-1)!]);
}
