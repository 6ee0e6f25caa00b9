import type { LayerOf } from "../../../db/contract/architecture";
import { normalize } from "../normalize";
import { type BuildLayer, refuseShape } from "./layer";
import { normalizationParameters } from "./weighted";

/** A normalization by itself, such as the last of a pre-norm transformer. */
export const normalization: BuildLayer<LayerOf<"normalization">> = (layer, { name, inputShape }) => {
  const kind = layer.normalization;
  const channels = inputShape.at(-1);
  if (!channels) refuseShape(name, "a fixed number of features", inputShape);
  return {
    name,
    outputShape: inputShape,
    parameters: kind === "none" ? [] : normalizationParameters(name, channels, kind, inputShape),
    tiesExamples: kind === "batch" ? [name] : [],
    apply: ([gain, shift], input) => (kind === "none" ? input : normalize(input, kind, gain!, shift!)),
  };
};
