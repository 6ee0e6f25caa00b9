import type { LayerOf } from "../../../db/contract/architecture";
import { tf } from "../../tensorflow";
import { type BuildLayer, refuseShape, sequenceOf } from "./layer";

/**
 * [steps] of whole numbers below `tokens` -> [steps, units]: each token's own vector, N(0, sigma^2) at first.
 * .02 is GPT-2's (Radford 2019); before a recurrent layer 1 is usual (PyTorch). No gradient reaches the tokens.
 */
export const embedding: BuildLayer<LayerOf<"embedding">> = (layer, { name, inputShape }) => {
  if (inputShape.length !== 1) refuseShape(name, "sequences of tokens [steps]", inputShape);
  return {
    name,
    outputShape: [inputShape[0]!, layer.units],
    parameters: [
      {
        layer: name,
        name: "vectors",
        shape: [layer.tokens, layer.units],
        initialize: (values, random) => random.fillNormal(values, layer.sigma),
      },
    ],
    tiesExamples: [],
    apply: ([vectors], tokens) => {
      const rows = tf.gather(vectors!, tf.cast(tf.reshape(tokens, [-1]), "int32"));
      return tf.reshape(rows, [...tokens.shape, layer.units]);
    },
  };
};

/** Adds to each step of [steps, features] the vector of its place (learned positions, as in GPT-2). */
export const positions: BuildLayer<LayerOf<"positions">> = (layer, context) => {
  const { name, inputShape } = context;
  const { steps, features } = sequenceOf(context);
  if (steps !== null && steps > layer.length)
    refuseShape(name, `at most ${layer.length} steps (its length)`, inputShape);
  return {
    name,
    outputShape: inputShape,
    parameters: [
      {
        layer: name,
        name: "vectors",
        shape: [layer.length, features],
        initialize: (values, random) => random.fillNormal(values, layer.sigma),
      },
    ],
    tiesExamples: [],
    apply([vectors], input) {
      const [, length, width] = input.shape as [number, number, number];
      if (length > layer.length)
        refuseShape(name, `at most ${layer.length} steps (its length)`, input.shape.slice(1));
      const first = length === layer.length ? vectors! : tf.slice(vectors!, [0, 0], [length, width]);
      return tf.add(input, first);
    },
  };
};
