import { beforeAll, describe, expect, it } from "vitest";
import type { Optimizer as OptimizerSettings } from "../../../db/contract/run-config";
import { createOptimizer } from "../../../trainer/optimizers";
import { randomStream } from "../../../trainer/random";
import { createRunState } from "../../../trainer/state/state-registry";
import { tf } from "../../../trainer/tensorflow";

// Without the check for leaks of the other tests: the optimizers of tfjs leave scalars behind.
beforeAll(() => tf.setBackend("cpu"));

const size = 50;
const steps = 20;
const random = randomStream(3, "test");
const start = random.fillNormal(new Float32Array(size));
const gradients = Array.from({ length: steps }, () => random.fillNormal(new Float32Array(size), 3));

function trained(settings: OptimizerSettings): Float32Array {
  const weights = start.slice();
  const optimizer = createOptimizer(settings, size, createRunState());
  for (const gradient of gradients) optimizer.update(weights, gradient);
  return weights;
}

type StockOptimizer = ReturnType<(typeof tf.train)["sgd" | "momentum" | "adam"]>;

/** The same gradients through an optimizer of tfjs: the loss g . w has the gradient g. */
function trainedByTfjs(optimizer: StockOptimizer): Float32Array {
  const weights = tf.variable(tf.tidy(() => tf.tensor1d(start.slice())));
  for (const gradient of gradients)
    optimizer.minimize(() => tf.sum(tf.mul(weights, tf.tensor1d(gradient))), false, [weights]);
  const values = weights.dataSync<"float32">().slice();
  weights.dispose();
  optimizer.dispose();
  return values;
}

function expectClose(actual: Float32Array, expected: ArrayLike<number>, tolerance: number): void {
  for (let index = 0; index < size; index += 1)
    expect(Math.abs(actual[index]! - expected[index]!)).toBeLessThan(
      tolerance * (1 + Math.abs(expected[index]!)),
    );
}

describe("optimizers", () => {
  it("sgd follows tfjs, without and with momentum", () => {
    const plain = trained({ name: "sgd", learningRate: 0.1, momentum: 0 });
    expectClose(plain, trainedByTfjs(tf.train.sgd(0.1)), 1e-5);
    const withMomentum = trained({ name: "sgd", learningRate: 0.01, momentum: 0.9 });
    expectClose(withMomentum, trainedByTfjs(tf.train.momentum(0.01, 0.9)), 1e-5);
  });

  it.each([
    [0.9, 0.999],
    [0, 0.9],
  ])("adam with betas %s and %s follows tfjs", (beta1, beta2) => {
    const settings = { name: "adam", learningRate: 1e-2, beta1, beta2, epsilon: 1e-8 } as const;
    // tfjs divides by 0 at beta1 0 (it keeps beta1^t by taking powers), so that case is written out.
    const expected =
      beta1 === 0 ? adamInFloat64(settings) : trainedByTfjs(tf.train.adam(1e-2, beta1, beta2, 1e-8));
    expectClose(trained(settings), expected, 1e-4);
  });

  it("adam follows Kingma & Ba's algorithm 1, written out in float64", () => {
    const settings = { name: "adam", learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-3 } as const;
    expectClose(trained(settings), adamInFloat64(settings), 1e-5);
  });

  it.each([1, 2, 4095, 4096, 4097, 9001])(
    "adam updates %s weights bitwise as a loop over them does",
    (count) => {
      const [beta1, beta2, learningRate, epsilon] = [0.5, 0.999, 1e-3, 1e-8];
      const optimizer = createOptimizer(
        { name: "adam", learningRate, beta1, beta2, epsilon },
        count,
        createRunState(),
      );
      const weights = random.fillNormal(new Float32Array(count));
      const [expected, mean, square] = [weights.slice(), new Float32Array(count), new Float32Array(count)];
      for (let step = 1; step <= 3; step += 1) {
        const gradient = random.fillNormal(new Float32Array(count), 10 ** (step - 2));
        const sums = { updates: 0, weights: 0 };
        const rate = learningRate / (1 - beta1 ** step);
        const correction = 1 / (1 - beta2 ** step);
        for (const [index, slope] of gradient.entries()) {
          const m = beta1 * mean[index]! + (1 - beta1) * slope;
          const v = beta2 * square[index]! + (1 - beta2) * slope * slope;
          const update = (rate * m) / (Math.sqrt(v * correction) + epsilon);
          sums.updates += update ** 2;
          sums.weights += expected[index]! ** 2;
          [mean[index], square[index]] = [m, v];
          expected[index] = expected[index]! - update;
        }
        const squares = optimizer.update(weights, gradient);
        expect(weights).toEqual(expected);
        expect(squares.updates / sums.updates).toBeCloseTo(1, 10);
        expect(squares.weights / sums.weights).toBeCloseTo(1, 10);
      }
    },
  );

  it("rmsprop follows its formula with epsilon outside the root, written out in float64", () => {
    const [learningRate, decay, epsilon] = [1e-2, 0.9, 1e-3];
    const expected = Float64Array.from(start);
    const squares = new Float64Array(size);
    for (const gradient of gradients)
      for (let index = 0; index < size; index += 1) {
        squares[index] = decay * squares[index]! + (1 - decay) * gradient[index]! ** 2;
        expected[index]! -= (learningRate * gradient[index]!) / (Math.sqrt(squares[index]!) + epsilon);
      }
    expectClose(trained({ name: "rmsprop", learningRate, decay, epsilon }), expected, 1e-5);
  });

  it("adds up the squares of weights and update for the update ratio", () => {
    const weights = Float32Array.of(3, 4);
    const squares = createOptimizer(
      { name: "sgd", learningRate: 0.5, momentum: 0 },
      2,
      createRunState(),
    ).update(weights, Float32Array.of(2, -4));
    expect(squares).toEqual({ updates: 1 + 4, weights: 9 + 16 });
    expect(Array.from(weights)).toEqual([2, 6]);
  });
});

function adamInFloat64(settings: { learningRate: number; beta1: number; beta2: number; epsilon: number }) {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const weights = Float64Array.from(start);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  gradients.forEach((gradient, step) => {
    for (let index = 0; index < size; index += 1) {
      mean[index] = beta1 * mean[index]! + (1 - beta1) * gradient[index]!;
      square[index] = beta2 * square[index]! + (1 - beta2) * gradient[index]! ** 2;
      const m = mean[index]! / (1 - beta1 ** (step + 1));
      const v = square[index]! / (1 - beta2 ** (step + 1));
      weights[index]! -= (learningRate * m) / (Math.sqrt(v) + epsilon);
    }
  });
  return weights;
}
