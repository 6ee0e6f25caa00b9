import type { LayerInput, LayerOf } from "../../../db/contract/architecture";
import { tf } from "../../tensorflow";
import {
  type BuildLayer,
  type BuiltLayer,
  type LayerContext,
  refuseShape,
  type Shape,
  shapeText,
} from "./layer";

/**
 * x + layers(x) (He et al. 2016). Where both differ in shape, x goes through a linear layer without bias first: a
 * dense one, or for images a 1 x 1 convolution after skipping or repeating pixels.
 */
export const residual: BuildLayer<LayerOf<"residual">> = (layer, context) => {
  const body = context.buildSequence(layer.layers);
  const shortcut = shortcutTo(body.outputShape, context);
  const count = body.parameters.length;
  return {
    name: context.name,
    outputShape: body.outputShape,
    parameters: [...body.parameters, ...(shortcut?.parameters ?? [])],
    tiesExamples: body.tiesExamples,
    apply(weights, input, observe) {
      const output = body.apply(weights.slice(0, count), input, observe);
      return tf.add(output, shortcut ? shortcut.apply(weights.slice(count), input) : input);
    },
  };
};

/** Undefined where x itself fits. */
function shortcutTo(outputShape: Shape, context: LayerContext): BuiltLayer | undefined {
  const { inputShape } = context;
  if (String(inputShape) === String(outputShape)) return undefined;
  const refuse = () =>
    refuseShape(
      context.name,
      `an input that can be added to its output ${shapeText(outputShape)}`,
      inputShape,
    );
  const features = outputShape.at(-1);
  if (inputShape.length !== outputShape.length || !features) return refuse();
  const linear = (declaration: LayerInput) => context.build(declaration, "shortcut", inputShape);

  if (inputShape.length < 3) {
    if (inputShape.length === 2 && inputShape[0] !== outputShape[0]) return refuse();
    return linear({ kind: "dense", bias: false, units: features });
  }
  const [height, width] = inputShape as number[];
  const [outHeight, outWidth] = outputShape as number[];
  const scale = outHeight! / height!;
  if (Number.isInteger(scale) && outWidth === width! * scale)
    return linear({ kind: "resize-conv", bias: false, filters: features, size: 1, scale });
  const stride = Math.round(height! / outHeight!);
  if (Math.ceil(height! / stride) !== outHeight || Math.ceil(width! / stride) !== outWidth) return refuse();
  return linear({ kind: "conv", bias: false, filters: features, size: 1, stride });
}
