import type { StateRegistry } from "../state/state-registry";
import type { Optimizer } from "./optimizer";

/**
 * RMSprop (Tieleman & Hinton 2012): s = decay s + (1 - decay) g^2; w -= rate g / (sqrt(s) + epsilon).
 * Epsilon is added outside the root, as in PyTorch. TensorFlow and tfjs add it inside, where the default 1e-8
 * swamps squares of vanishing gradients (1e-5 squared is 1e-10) and turns RMSprop into plain SGD.
 */
export function rmsprop(
  size: number,
  settings: { learningRate: number; decay: number; epsilon: number },
  state: StateRegistry,
): Optimizer {
  const { learningRate, decay, epsilon } = settings;
  const meanSquare = new Float32Array(size);
  state.array("mean_square", meanSquare);
  return {
    learningRate,
    update(weights, gradient, rate = learningRate) {
      let updates = 0;
      let squares = 0;
      for (let index = 0; index < size; index += 1) {
        const slope = gradient[index]!;
        const mean = decay * meanSquare[index]! + (1 - decay) * slope * slope;
        meanSquare[index] = mean;
        const weight = weights[index]!;
        const update = (rate * slope) / (Math.sqrt(mean) + epsilon);
        weights[index] = weight - update;
        updates += update * update;
        squares += weight * weight;
      }
      return { updates, weights: squares };
    },
  };
}
