import type { StateRegistry } from "../state/state-registry";
import type { Optimizer } from "./optimizer";

/**
 * Adam (Kingma & Ba 2015, algorithm 1), with bias correction and epsilon outside the root:
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate m/(1 - b1^t) / (sqrt(v/(1 - b2^t)) + epsilon).
 */
export function adam(
  size: number,
  settings: { learningRate: number; beta1: number; beta2: number; epsilon: number },
  state: StateRegistry,
): Optimizer {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const mean = new Float32Array(size);
  const meanSquare = new Float32Array(size);
  let beta1Power = 1;
  let beta2Power = 1;
  state.array("mean", mean);
  state.array("mean_square", meanSquare);
  state.value(
    "beta_powers",
    () => [beta1Power, beta2Power],
    ([first, second]) => {
      beta1Power = first!;
      beta2Power = second!;
    },
  );
  return {
    learningRate,
    update(weights, gradient, rate = learningRate) {
      beta1Power *= beta1;
      beta2Power *= beta2;
      const correctedRate = rate / (1 - beta1Power);
      const correction = 1 / (1 - beta2Power);
      let updates = 0;
      let squares = 0;
      for (let index = 0; index < size; index += 1) {
        const slope = gradient[index]!;
        const m = beta1 * mean[index]! + (1 - beta1) * slope;
        const v = beta2 * meanSquare[index]! + (1 - beta2) * slope * slope;
        mean[index] = m;
        meanSquare[index] = v;
        const weight = weights[index]!;
        const update = (correctedRate * m) / (Math.sqrt(v * correction) + epsilon);
        weights[index] = weight - update;
        updates += update * update;
        squares += weight * weight;
      }
      return { updates, weights: squares };
    },
  };
}
