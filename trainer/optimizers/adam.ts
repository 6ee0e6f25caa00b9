import type { StateRegistry } from "../state/state-registry";
import { createAdamPass } from "./adam-pass";
import type { Optimizer } from "./optimizer";

/**
 * Adam (Kingma & Ba 2015, algorithm 1), with bias correction and epsilon outside the root:
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate m/(1 - b1^t) / (sqrt(v/(1 - b2^t)) + epsilon).
 * Means are kept as floats and computed with as doubles; as floats where the native backend's operations are compiled.
 */
export function adam(
  size: number,
  settings: { learningRate: number; beta1: number; beta2: number; epsilon: number },
  state: StateRegistry,
): Optimizer {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const { mean, meanSquare, update } = createAdamPass(size);
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
      return update(weights, gradient, {
        beta1,
        beta2,
        rate: rate / (1 - beta1Power),
        correction: 1 / (1 - beta2Power),
        epsilon,
      });
    },
  };
}
