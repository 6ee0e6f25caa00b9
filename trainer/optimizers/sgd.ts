import type { StateRegistry } from "../state/state-registry";
import type { Optimizer } from "./optimizer";

/**
 * Stochastic gradient descent with momentum (Polyak 1964), in the form of PyTorch and tfjs:
 * v = momentum v + g; w -= rate v.
 */
export function sgd(
  size: number,
  settings: { learningRate: number; momentum: number },
  state: StateRegistry,
): Optimizer {
  const { learningRate, momentum } = settings;
  const velocity = momentum > 0 ? new Float32Array(size) : undefined;
  if (velocity) state.array("velocity", velocity);
  return {
    learningRate,
    update(weights, gradient, rate = learningRate) {
      let updates = 0;
      let squares = 0;
      for (let index = 0; index < size; index += 1) {
        let direction = gradient[index]!;
        if (velocity) {
          direction += momentum * velocity[index]!;
          velocity[index] = direction;
        }
        const weight = weights[index]!;
        const update = rate * direction;
        weights[index] = weight - update;
        updates += update * update;
        squares += weight * weight;
      }
      return { updates, weights: squares };
    },
  };
}
