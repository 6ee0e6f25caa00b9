import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../../tensorflow";
import { dense as rectifiedDense } from "../dense";
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
    rectified: (input, weight, bias, slope) =>
      onRows(input, (rows) => rectifiedDense(rows, weight as Tensor2D, bias as Tensor1D, slope)),
  });
};

export function timesMatrix(input: Tensor, weight: Tensor): Tensor {
  return onRows(input, (rows) => tf.matMul(rows, weight as Tensor2D));
}

/** What acts on the last axis, on all rows as one matrix: batches of products are slow. */
function onRows(input: Tensor, product: (rows: Tensor2D) => Tensor2D): Tensor {
  if (input.rank === 2) return product(input as Tensor2D);
  const output = product(tf.reshape(input, [-1, input.shape.at(-1)!]));
  return tf.reshape(output, [...input.shape.slice(0, -1), output.shape[1]]);
}
