import { NetworkName } from "../../db/contract/architecture";
import { GradiometerError } from "../../db/contract/errors";
import { tensorOfCopy } from "../kernels/tensor-of-copy";
import type { Tensor } from "../tensorflow";

export type { NetworkName } from "../../db/contract/architecture";

/** One tensor of weights: a stretch of its network's values. */
export interface Parameter {
  layer: string;
  name: string;
  shape: number[];
  start: number;
  end: number;
  /** A view into the network's values. */
  values: Float32Array;
}

/** A named layer: a stretch of the network's values that holds all its parameters. */
export interface Layer {
  name: string;
  start: number;
  end: number;
}

/**
 * The weights of a network, in one Float32Array in the order of its layers from input to output.
 * Weights live outside TensorFlow.js, since updates, clipping and norms are each one pass over an array:
 * tens of microseconds for 10,000 weights, where eager Adam costs ten operations of 20-40 us a variable.
 */
export interface Network {
  name: NetworkName;
  values: Float32Array;
  parameters: Parameter[];
  layers: Layer[];
  /** Whether a layer takes full part at the step being made, where a network grows; while not, it records no figures. */
  isActive?(layer: string): boolean;
}

export interface ParameterShape {
  layer: string;
  name: string;
  shape: number[];
}

/**
 * Weights of 1 GiB, of which a gradient and Adam's means take three times as much beside them; all of WebAssembly's
 * memory is 4 GiB.
 */
const mostWeights = 2 ** 28;

/** A network of zeros. Parameters of one layer must stand side by side. Throws where there are too many to be trained. */
export function createNetwork(name: NetworkName, shapes: readonly ParameterShape[]): Network {
  const named = NetworkName.safeParse(name);
  if (!named.success)
    throw new GradiometerError("invalid", `${named.error.issues[0]!.message}; got "${name}"`);
  const count = shapes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (count > mostWeights)
    throw new GradiometerError(
      "invalid",
      `Network "${name}" would have ${count.toLocaleString("en")} weights, and up to ${mostWeights.toLocaleString("en")} can be trained: give it fewer layers or units`,
    );
  const values = new Float32Array(count);
  const layers: Layer[] = [];
  let start = 0;
  const parameters = shapes.map(({ layer, name, shape }) => {
    const end = start + sizeOf(shape);
    const parameter = { layer, name, shape, start, end, values: values.subarray(start, end) };
    const current = layers.at(-1);
    if (current?.name === layer) current.end = end;
    else layers.push({ name: layer, start, end });
    start = end;
    return parameter;
  });
  return { name, values, parameters, layers };
}

/** The parameters as tensors, in order; the caller disposes them (or its `tf.tidy` does). */
export function weightsOf(network: Network): Tensor[] {
  return network.parameters.map(({ values, shape }) => tensorOfCopy(values, shape));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
