import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { createOptimizer } from "../../../trainer/optimizers";
import { randomStream } from "../../../trainer/random";
import { createRunState } from "../../../trainer/state/state-registry";
import { tf } from "../../../trainer/tensorflow";

describe.skipIf(!isNativeInstalled(dataHome(), "node"))("Adam compiled for the native backend", () => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: "node", home: dataHome() });
  }, 60_000);

  it.each([1, 15, 16, 1000])("updates %s weights as its formula does", async (count) => {
    const [beta1, beta2, learningRate, epsilon] = [0.5, 0.999, 1e-3, 1e-8];
    const adam = createOptimizer(
      { name: "adam", learningRate, beta1, beta2, epsilon },
      count,
      createRunState(),
    );
    const random = randomStream(2, "adam");
    const weights = random.fillNormal(new Float32Array(count));
    const [m, v] = [new Float64Array(count), new Float64Array(count)];
    for (let step = 1; step <= 5; step += 1) {
      const before = weights.slice();
      // The last gradients' squares are more than a float holds.
      const gradient = random.fillNormal(new Float32Array(count), 10 ** (8 * step - 20));
      const squares = adam.update(weights, gradient);
      const sums = { updates: 0, weights: 0 };
      for (const [index, slope] of gradient.entries()) {
        m[index] = beta1 * m[index]! + (1 - beta1) * slope;
        v[index] = beta2 * v[index]! + (1 - beta2) * slope ** 2;
        const root = Math.sqrt(v[index]! / (1 - beta2 ** step));
        const update = ((learningRate / (1 - beta1 ** step)) * m[index]!) / (root + epsilon);
        sums.updates += update ** 2;
        sums.weights += before[index]! ** 2;
        expect(Math.abs(before[index]! - update - weights[index]!)).toBeLessThan(
          1e-6 * Math.abs(before[index]!) + 1e-8,
        );
      }
      expect(squares.updates / sums.updates).toBeCloseTo(1, 4);
      expect(squares.weights / sums.weights).toBeCloseTo(1, 10);
    }
  });

  it("spreads NaN to the weight that it is the gradient of, and to no other", async () => {
    const settings = { name: "adam", learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    const weights = new Float32Array(20).fill(1);
    const gradient = new Float32Array(20);
    gradient[3] = Number.NaN;
    createOptimizer(settings, 20, createRunState()).update(weights, gradient);
    expect(weights.filter(Number.isNaN)).toHaveLength(1);
    expect(weights[3]).toBeNaN();
  });
});
