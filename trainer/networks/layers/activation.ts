import type { LayerOf } from "../../../db/contract/architecture";
import { activate } from "../activate";
import type { BuildLayer } from "./layer";

/** An activation by itself: before a weight in a residual block, or of more than one layer's sum. */
export const activation: BuildLayer<LayerOf<"activation">> = (layer, { name, inputShape }) => ({
  name,
  outputShape: inputShape,
  parameters: [],
  tiesExamples: [],
  apply(_weights, input, observe) {
    const output = activate(input, layer.activation, layer.slope);
    observe?.activation(name, output, layer.activation);
    return output;
  },
});
