import type { LayerInput, LayerOf } from "../../../db/contract/architecture";
import { type Tensor, type Tensor2D, tf } from "../../tensorflow";
import { attend } from "../attention";
import { type BuildLayer, type NetworkObserver, refuseShape, sequenceOf } from "./layer";

/**
 * A transformer's block with normalization before its parts (pre-norm, as in GPT-2; Xiong 2020 on why it needs no
 * warm-up): x + attention(norm(x)), then x + mlp(norm(x)). [steps, features] -> the same shape.
 */
export const transformerBlock: BuildLayer<LayerOf<"transformer-block">> = (layer, context) => {
  const { name, inputShape, initialization } = context;
  const { features } = sequenceOf(context);
  const { heads, causal } = layer;
  if (features % heads !== 0) refuseShape(name, `features that ${heads} heads can share equally`, inputShape);

  const part = (partName: string, declaration: LayerInput, shape = inputShape) =>
    context.build(declaration, partName, shape);
  const linear = (units: number, activation: typeof layer.activation = "none"): LayerInput => ({
    kind: "dense",
    units,
    activation,
    initialization,
  });
  const wide = layer.expansion * features;
  const parts = [
    part("norm1", { kind: "normalization", normalization: "layer" }),
    part("attention", linear(3 * features)),
    part("projection", linear(features)),
    part("norm2", { kind: "normalization", normalization: "layer" }),
    part("expand", linear(wide, layer.activation)),
    part("contract", linear(features), [inputShape[0]!, wide]),
  ] as const;
  const [norm1, attention, projection, norm2, expand, contract] = parts;

  return {
    name,
    outputShape: inputShape,
    parameters: parts.flatMap(({ parameters }) => parameters),
    tiesExamples: [],
    apply(weights, input, observe?: NetworkObserver) {
      let used = 0;
      const through = ({ parameters, apply }: (typeof parts)[number], x: Tensor) => {
        const own = weights.slice(used, used + parameters.length);
        used += parameters.length;
        return apply(own, x, observe);
      };
      // Each step is a row: nothing but attention looks beyond one.
      const rows = tf.reshape(input, [-1, features]);
      const form = { steps: input.shape[1]!, heads, causal };
      const queryKeyValue = through(attention, through(norm1, rows)) as Tensor2D;
      const middle = tf.add(rows, through(projection, attend(queryKeyValue, form)));
      const output = tf.add(middle, through(contract, through(expand, through(norm2, middle))));
      return tf.reshape(output, input.shape);
    },
  };
};
