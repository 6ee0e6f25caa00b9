import type { Network } from "../networks/network";

/**
 * Gradient norm of a network and of each of its layers.
 *
 * Formula: L2 over all entries of the gradient, sqrt(sum g^2), a layer's over its weight and bias together.
 * Source: Pascanu, Mikolov & Bengio 2013; as logged by every large training framework.
 * Misleads: where the loss is rescaled (mixed precision, a sum in place of a mean) the level means nothing, only its
 * change does. A norm that falls proves nothing by itself: convergence looks the same as vanishing.
 */
export interface GradientNorms {
  global: number;
  /** In the order of the network's layers. */
  layers: Float64Array;
}

/**
 * One pass. Squares of float32 values are added up in float64, which neither overflows (3.4e38^2 < 1.8e308) nor
 * underflows (1.4e-45^2 > 2.2e-308), so no scaling by the maximum is needed.
 */
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

/** Four sums side by side: one alone waits for each addition before the next, three times as long. */
function sumOfSquares(values: Float32Array, start: number, end: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let index = start;
  for (; index + 3 < end; index += 4) {
    const a = values[index]!;
    const b = values[index + 1]!;
    const c = values[index + 2]!;
    const d = values[index + 3]!;
    first += a * a;
    second += b * b;
    third += c * c;
    fourth += d * d;
  }
  for (; index < end; index += 1) first += values[index]! * values[index]!;
  return first + second + (third + fourth);
}
