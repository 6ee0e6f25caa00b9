import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../trainer/backend/choose";
import { type Tensor, type Tensor2D, tf } from "../../../trainer/tensorflow";
import { differences, mlpPenalty, rnnPenalty } from "./float64-reference";

/** Every single partial derivative of a penalty against an independent float64 computation. */
describe.each(["wasm", "cpu"] as const)("the gradient of a gradient penalty on %s", (backend) => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: backend, home: "/nonexistent" });
  });

  it("equals the chain rule in float64 for an MLP with two tanh layers", () => {
    const sizes: [number, number, number] = [3, 5, 4];
    const [inputs, first, second] = sizes;
    const shapes = [[inputs, first], [first], [first, second], [second], [second, 1]];
    const weights = shapes.map((shape, index) => values(shape, index));
    const x = matrix(6, inputs, 99);
    const penalty = ([w0, b0, w1, b1, w2]: Tensor[]) =>
      squaredInputGradient(tf.tensor2d(x), (input) => {
        const h0 = tf.tanh(tf.add(tf.matMul(input as Tensor2D, w0 as Tensor2D), b0!));
        const h1 = tf.tanh(tf.add(tf.matMul(h0 as Tensor2D, w1 as Tensor2D), b1!));
        return tf.sum(tf.matMul(h1 as Tensor2D, w2 as Tensor2D));
      });
    expectGradients(penalty, shapes, weights, (moved) => mlpPenalty(x, moved, sizes));
  });

  it("equals back-propagation through time in float64 for a vanilla RNN with cross-entropy", () => {
    const sizes: [number, number, number] = [2, 4, 3];
    const [inputs, hidden, classes] = sizes;
    const labels = [0, 2, 1];
    const shapes = [[inputs, hidden], [hidden, hidden], [hidden], [hidden, classes]];
    const weights = shapes.map((shape, index) => values(shape, index + 10));
    const x = [3, 4, 5].map((seed) => matrix(6, inputs, seed));
    const penalty = ([w, r, b, o]: Tensor[]) =>
      squaredInputGradient(tf.tensor3d(x), (input) => {
        let state: Tensor = tf.zeros([labels.length, hidden]);
        for (const step of tf.unstack(input, 1)) {
          const fromInput = tf.matMul(step as Tensor2D, w as Tensor2D);
          state = tf.tanh(tf.add(tf.add(fromInput, tf.matMul(state as Tensor2D, r as Tensor2D)), b!));
        }
        const logProbabilities = tf.logSoftmax(tf.matMul(state as Tensor2D, o as Tensor2D));
        return tf.neg(tf.sum(tf.mul(tf.oneHot(tf.tensor1d(labels, "int32"), classes), logProbabilities)));
      });
    expectGradients(penalty, shapes, weights, (moved) => rnnPenalty(x, labels, moved, sizes));
  });
});

function squaredInputGradient(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  return tf.sum(tf.square(tf.grad(f)(x)));
}

function expectGradients(
  penalty: (weights: Tensor[]) => Tensor,
  shapes: number[][],
  weights: number[][],
  reference: (weights: number[][]) => number,
): void {
  const expected = differences(reference, weights);
  const [value, computed] = tf.tidy(() => {
    const tensors = weights.map((tensor, index) => tf.tensor(tensor, shapes[index]!));
    const gradients = tf.grads((...inner: Tensor[]) => penalty(inner))(tensors);
    return [penalty(tensors).dataSync()[0]!, gradients.map((gradient) => [...gradient.dataSync()])];
  });
  expect(value).toBeCloseTo(reference(weights), 4);
  for (const [index, gradient] of computed.entries()) {
    const scale = Math.max(...expected[index]!.map(Math.abs));
    for (const [position, partial] of gradient.entries())
      expect(Math.abs(partial - expected[index]![position]!)).toBeLessThan(2e-5 * Math.max(1, scale));
  }
}

/** Fixed numbers in [-1, 1] without a pattern. */
const value = (index: number, seed: number) => Math.sin(12.9898 * (index + 1) + 78.233 * (seed + 1)) ** 3;
const values = (shape: number[], seed: number) =>
  Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, index) =>
    value(index, seed),
  );
const matrix = (rows: number, columns: number, seed: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => value(row * columns + column, seed)),
  );
