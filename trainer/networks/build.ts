import {
  Architecture,
  type ArchitectureInput,
  architectureSettings,
  type Initialization,
  Layer,
  type NetworkName,
} from "../../db/contract/architecture";
import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import type { Random } from "../random";
import type { Tensor } from "../tensorflow";
import { buildLayer } from "./layers";
import { type BuiltLayer, type NetworkObserver, type Shape, shapeText } from "./layers/layer";
import { createNetwork, type Network } from "./network";

export type { NetworkObserver, Shape } from "./layers/layer";

/**
 * Networks from a declared architecture: data, so that a run's record holds it, and every layer's kind a file of
 * its own in `layers/`. The settings of each kind and their defaults: `db/contract/architecture.ts`.
 *
 *     const critic = buildNetwork("critic", [28, 28, 1], {
 *       initialization: { name: "he-normal" },
 *       layers: [
 *         { kind: "conv", filters: 16, size: 4, stride: 2, activation: "leaky-relu" },
 *         { kind: "residual", layers: [{ kind: "conv", filters: 16, activation: "leaky-relu" }] },
 *         { kind: "flatten" },
 *         { kind: "dense", units: 1 },
 *       ],
 *     }, randomStream(seed, "init/critic"));
 *     const scores = critic.apply(weightsOf(critic.network), images);   // [batch, 28, 28, 1] -> [batch, 1]
 *
 * Shapes are those of one example: [features], [steps, features], [height, width, channels], or [steps] of tokens
 * (whole numbers) for an embedding. `null` stands for any number of steps: [null, 6]. The batch comes first in
 * every tensor. `mlp` below writes the architecture of a plain MLP.
 *
 * `apply` is a pure function of the weights (`weightsOf(network)`, moved, averaged or normalized as one likes) and
 * holds no state: batch normalization uses the statistics of the batch at hand. It is differentiable twice, by
 * weights and input. Call it inside `tf.tidy`.
 *
 * Layers are named by kind and number ("conv1", "residual1-conv1"), the last one with a weight "output"; parameters
 * are called weight (the output's axis last), bias, gain, shift, vectors. A recurrent layer has two parts,
 * "lstm1-input" and "lstm1-recurrent".
 */
export interface BuiltNetwork {
  /** The weights, drawn from `random` in the order of the layers. */
  network: Network;
  inputShape: Shape;
  outputShape: Shape;
  /** Layers that tie the examples of a batch together, which a penalty on input gradients cannot do with. */
  tiesExamples: readonly string[];
  /** [batch, ...inputShape] -> [batch, ...outputShape]; `observe` sees each layer's activations. */
  apply(weights: readonly Tensor[], input: Tensor, observe?: NetworkObserver): Tensor;
}

/** Throws a GradiometerError that names the layer where shapes do not fit, or the setting that is wrong. */
export function buildNetwork(
  name: NetworkName,
  inputShape: Shape,
  architecture: ArchitectureInput,
  random: Random,
): BuiltNetwork {
  const { layers, initialization } = parse(name, architecture);
  refuseShape(name, inputShape);
  const names = namesOf(layers, "");
  const lastWeighted = layers.findLastIndex((layer) => layer.kind === "dense" || "filters" in layer);
  if (lastWeighted >= 0 && layers[lastWeighted]!.name === undefined) names[lastWeighted] = "output";
  const built = buildSequence(layers, names, { name, inputShape, initialization });

  refuseRepeated(name, built);
  const network = createNetwork(name, built.parameters);
  for (const [index, { initialize }] of built.parameters.entries())
    initialize(network.parameters[index]!.values, random);
  return {
    network,
    inputShape,
    outputShape: built.outputShape,
    tiesExamples: built.tiesExamples,
    apply(weights, input, observe) {
      if (weights.length !== network.parameters.length || !fits(input.shape, inputShape))
        throw new GradiometerError(
          "invalid",
          `Network "${name}" expected ${network.parameters.length} weight tensors and examples of shape ` +
            `${shapeText(inputShape)}, got ${weights.length} and ${shapeText(input.shape.slice(1))}`,
        );
      return built.apply(weights, input, observe);
    },
  };
}

/** The architecture of a multi-layer perceptron: hidden layers that are alike, and a linear output. */
export function mlp(
  hidden: readonly number[],
  outputs: number,
  each: Omit<Extract<ArchitectureInput["layers"][number], { kind: "dense" }>, "kind" | "units" | "name"> = {},
): ArchitectureInput {
  return {
    layers: [
      ...hidden.map((units) => ({ kind: "dense", units, activation: "relu", ...each }) as const),
      { kind: "dense", units: outputs },
    ],
  };
}

interface SequenceContext {
  name: string;
  inputShape: Shape;
  initialization: Initialization;
}

/** Layers after each other, each on what the one before it returns. */
function buildSequence(
  layers: readonly Layer[],
  names: readonly string[],
  { name, inputShape, initialization }: SequenceContext,
): BuiltLayer {
  const built: BuiltLayer[] = [];
  for (const [index, layer] of layers.entries())
    built.push(buildNamed(layer, names[index]!, built.at(-1)?.outputShape ?? inputShape, initialization));
  return {
    name,
    outputShape: built.at(-1)!.outputShape,
    parameters: built.flatMap(({ parameters }) => parameters),
    tiesExamples: built.flatMap(({ tiesExamples }) => tiesExamples),
    apply(weights, input, observe) {
      let output = input;
      let used = 0;
      for (const { parameters, apply } of built) {
        const own = weights.slice(used, used + parameters.length);
        used += parameters.length;
        output = apply(own, output, observe);
      }
      return output;
    },
  };
}

function buildNamed(
  layer: Layer,
  name: string,
  inputShape: Shape,
  architectures: Initialization,
): BuiltLayer {
  const own = "initialization" in layer ? layer.initialization : undefined;
  const initialization = own ?? architectures;
  return buildLayer(layer, {
    name,
    inputShape,
    initialization,
    build: (inner, innerName, shape) =>
      buildNamed(Layer.parse(inner), `${name}-${innerName}`, shape, initialization),
    buildSequence: (inner) =>
      buildSequence(inner, namesOf(inner, `${name}-`), { name, inputShape, initialization }),
  });
}

/** A layer's own name, or its kind and number. */
function namesOf(layers: readonly Layer[], prefix: string): string[] {
  const counts = new Map<string, number>();
  return layers.map(({ kind, name }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${prefix}${name ?? `${kind}${count}`}`;
  });
}

function parse(name: NetworkName, architecture: ArchitectureInput): Architecture {
  if (typeof architecture !== "object" || architecture === null || Array.isArray(architecture))
    throw new GradiometerError(
      "invalid",
      `Network "${name}" expected an architecture { layers: [...] }, got ${Array.isArray(architecture) ? "a list: give it as layers" : String(architecture)}`,
    );
  const parsed = Architecture.safeParse(architecture);
  if (parsed.success) return parsed.data;
  throw new GradiometerError(
    "invalid",
    `The architecture of network "${name}" is not valid. ${explainIssues(parsed.error, architecture, (path) => architectureSettings(architecture, path))}`,
  );
}

function refuseShape(name: NetworkName, inputShape: Shape): void {
  const isShape =
    Array.isArray(inputShape) &&
    inputShape.every((extent) => extent === null || (Number.isInteger(extent) && extent >= 1));
  if (!isShape)
    throw new GradiometerError(
      "invalid",
      `Network "${name}" expected the shape of one example as whole numbers from 1 on (null for any number of steps), got ${JSON.stringify(inputShape)}`,
    );
}

function refuseRepeated(name: NetworkName, { parameters }: BuiltLayer): void {
  if (parameters.length === 0)
    throw new GradiometerError(
      "invalid",
      `Network "${name}" has no layer with weights: nothing can be trained`,
    );
  const seen = new Set<string>();
  for (const { layer, name: parameter } of parameters) {
    const full = `${layer}/${parameter}`;
    if (seen.has(full))
      throw new GradiometerError(
        "invalid",
        `Network "${name}" has two layers called "${layer}": give one of them another name`,
      );
    seen.add(full);
  }
}

function fits([, ...shape]: readonly number[], expected: Shape): boolean {
  return (
    shape.length === expected.length &&
    expected.every((extent, axis) => extent === null || extent === shape[axis])
  );
}
