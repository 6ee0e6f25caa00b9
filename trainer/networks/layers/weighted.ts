import type { Activation, Normalization } from "../../../db/contract/architecture";
import { type Tensor, tf } from "../../tensorflow";
import { activate } from "../activate";
import { drawBias, drawWeight } from "../initializers";
import { normalize } from "../normalize";
import { type BuiltLayer, type LayerContext, type LayerParameter, refuseShape, type Shape } from "./layer";

/** What layers with a weight share: bias, normalization, activation. */
interface WeightedDeclaration {
  bias: boolean;
  normalization: Normalization;
  activation: Activation;
  slope: number;
}

/** What sets them apart: a product that is linear in the input and in the weight. */
interface Product {
  /** The output's axis comes last, so that a unit's weights are a column. */
  weightShape: number[];
  fanIn: number;
  fanOut: number;
  outputShape: Shape;
  apply(input: Tensor, weight: Tensor): Tensor;
  /** The product with bias and rectifier (slope 1: none) as one operation, where there is such. */
  rectified?(input: Tensor, weight: Tensor, bias: Tensor, slope: number): Tensor;
}

/** activation(normalization(product(x, weight) + bias)). */
export function weighted(
  declaration: WeightedDeclaration,
  { name, initialization }: LayerContext,
  product: Product,
): BuiltLayer {
  const { normalization, activation, slope } = declaration;
  const outputs = product.weightShape.at(-1)!;
  const fans = { fanIn: product.fanIn, fanOut: product.fanOut, outputs };
  // Batch and instance normalization subtract a channel's mean, and with it any bias.
  const hasBias = declaration.bias && normalization !== "batch" && normalization !== "instance";
  const parameters: LayerParameter[] = [
    {
      layer: name,
      name: "weight",
      shape: product.weightShape,
      initialize: (values, random) => drawWeight(values, fans, initialization, random),
    },
  ];
  if (hasBias)
    parameters.push({
      layer: name,
      name: "bias",
      shape: [outputs],
      initialize: (values, random) => drawBias(values, fans, initialization, random),
    });
  if (normalization !== "none")
    parameters.push(...normalizationParameters(name, outputs, normalization, product.outputShape));

  function outputOf(weights: readonly Tensor[], input: Tensor): Tensor {
    if (product.rectified && hasBias && normalization === "none") {
      const bend = activation === "relu" ? 0 : activation === "leaky-relu" ? slope : 1;
      const rectified = product.rectified(input, weights[0]!, weights[1]!, bend);
      return bend === 1 ? activate(rectified, activation) : rectified;
    }
    let output = product.apply(input, weights[0]!);
    if (hasBias) output = tf.add(output, weights[1]!);
    if (normalization !== "none") output = normalize(output, normalization, weights.at(-2)!, weights.at(-1)!);
    return activate(output, activation, slope);
  }

  return {
    name,
    outputShape: product.outputShape,
    parameters,
    tiesExamples: normalization === "batch" ? [name] : [],
    apply(weights, input, observe) {
      const output = outputOf(weights, input);
      observe?.activation(name, output, activation);
      return output;
    },
  };
}

/** Gain 1 and shift 0 of each channel. */
export function normalizationParameters(
  layer: string,
  channels: number,
  normalization: Normalization,
  shape: Shape,
): LayerParameter[] {
  if (normalization === "instance" && shape.length < 2)
    refuseShape(layer, "images or sequences to normalize each by itself", shape);
  return [
    { layer, name: "gain", shape: [channels], initialize: (values) => values.fill(1) },
    { layer, name: "shift", shape: [channels], initialize: () => undefined },
  ];
}
