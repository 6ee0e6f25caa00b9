import type { Activation, Initialization, Layer, LayerInput } from "../../../db/contract/architecture";
import { GradiometerError } from "../../../db/contract/errors";
import type { Random } from "../../random";
import type { Tensor } from "../../tensorflow";
import type { ParameterShape } from "../network";
import type { RecurrentTrace } from "../recurrent-trace";

/** Extents of one example, without the batch; null where any length will do, as for the steps of a sequence. */
export type Shape = readonly (number | null)[];

/** Sees what passes through a network while `apply` runs; dead units, saturation, feature matching. */
export interface NetworkObserver {
  /** `output` after the layer's activation, [batch, ...]; a tensor of the caller's `tf.tidy`. */
  activation(layer: string, output: Tensor, kind: Activation): void;
  /** Where a vanilla recurrent layer is to add it. */
  trace?: RecurrentTrace;
}

export interface LayerParameter extends ParameterShape {
  /** Fills a parameter of zeros; draws nothing where it starts at a constant. */
  initialize(values: Float32Array, random: Random): void;
}

/** A layer whose shapes are known: its parameters and a pure function of them. */
export interface BuiltLayer {
  name: string;
  outputShape: Shape;
  parameters: readonly LayerParameter[];
  /** Names of layers in which what comes out for one example depends on the others in the batch. */
  tiesExamples: readonly string[];
  /** `weights`: the layer's own parameters, in order; `input`: [batch, ...inputShape]. */
  apply(weights: readonly Tensor[], input: Tensor, observe?: NetworkObserver): Tensor;
}

export interface LayerContext {
  name: string;
  inputShape: Shape;
  /** The layer's, or the architecture's where it names none. */
  initialization: Initialization;
  /** Builds a layer inside this one, under a name of its own. */
  build(layer: LayerInput, name: string, inputShape: Shape): BuiltLayer;
  /** Builds layers after each other inside this one. */
  buildSequence(layers: readonly Layer[]): BuiltLayer;
}

export type BuildLayer<Kind extends Layer> = (layer: Kind, context: LayerContext) => BuiltLayer;

/** What a layer expected of its input, and what arrived. */
export function refuseShape(layer: string, expected: string, arrived: Shape): never {
  throw new GradiometerError(
    "invalid",
    `Layer "${layer}" expected ${expected}, got examples of shape ${shapeText(arrived)}: ` +
      "change it or the layer before it",
  );
}

/** `[28, 28, 1]`; `any` for a length that is not fixed. */
export function shapeText(shape: Shape): string {
  return `[${shape.map((extent) => extent ?? "any").join(", ")}]`;
}

/** [features] or [steps, features], the steps of any length. */
export function featuresOf({ name, inputShape }: LayerContext): number {
  const features = inputShape.at(-1);
  if (inputShape.length > 2 || typeof features !== "number")
    refuseShape(name, "vectors [features] or sequences [steps, features]", inputShape);
  return features;
}

/** [steps, features], the steps of any length. */
export function sequenceOf(context: LayerContext): { steps: number | null; features: number } {
  const { name, inputShape } = context;
  if (inputShape.length !== 2) refuseShape(name, "sequences [steps, features]", inputShape);
  return { steps: inputShape[0]!, features: featuresOf(context) };
}

/** [height, width, channels]. */
export function imageOf({ name, inputShape }: LayerContext): [number, number, number] {
  const [height, width, channels] = inputShape;
  if (inputShape.length !== 3 || !height || !width || !channels)
    refuseShape(name, "images [height, width, channels]", inputShape);
  return [height, width, channels];
}
