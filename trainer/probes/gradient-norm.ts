import type { Network } from "../networks/network";
import { sumOfSquares } from "./sum-of-squares";

/**
 * Gradient norm of a network and of each of its layers.
 *
 * Formula: L2 over all entries of the gradient, sqrt(sum g^2), a layer's over its weight and bias together.
 * Source: Pascanu, Mikolov & Bengio 2013; as logged by every large training framework.
 * Misleads: where the loss is rescaled (mixed precision, a sum in place of a mean) the level means nothing, only its
 * change does. A norm that falls proves nothing by itself: convergence looks the same as vanishing.
 * Cost: 3 us an update.
 */
export interface GradientNorms {
  global: number;
  /** In the order of the network's layers. */
  layers: Float64Array;
}

/** One pass: the squares of the layers are added up for the network. */
export function gradientNorms(network: Network, gradient: Float32Array): GradientNorms {
  const layers = new Float64Array(network.layers.length);
  let total = 0;
  network.layers.forEach(({ start, end }, layer) => {
    const squares = sumOfSquares(gradient, start, end);
    layers[layer] = Math.sqrt(squares);
    total += squares;
  });
  return { global: Math.sqrt(total), layers };
}

/** L2 norm of a whole gradient or of a stretch of it. */
export function norm(values: Float32Array, start = 0, end = values.length): number {
  return Math.sqrt(sumOfSquares(values, start, end));
}
