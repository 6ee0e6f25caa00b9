import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../trainer/linear-algebra/symmetric-eigen";
import { buildNetwork, mlp } from "../../../trainer/networks/build";
import { createNetwork } from "../../../trainer/networks/network";
import { curvature, hessianProduct } from "../../../trainer/probes/curvature";
import { randomStream } from "../../../trainer/random";
import { type Scalar, type Tensor, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const exactly = { mostIterations: 500, tolerance: 1e-7 };

describe("curvature", () => {
  const quadratic = (diagonal: number[]) => (weights: readonly Tensor[]) =>
    tf.sum<Scalar>(tf.mul(tf.tensor1d(diagonal.map((value) => value / 2)), tf.square(weights[0]!)));

  it.each([
    [[1, 2, 30], 30],
    [[1, -7, 3], -7],
    [[0, 0, 0], 0],
  ])("of a quadratic with eigenvalues %j is %d", (diagonal, expected) => {
    const network = createNetwork("rnn", [{ layer: "input", name: "weight", shape: [3] }]);
    network.values.set([1, 1, 1]);
    expect(curvature(network, quadratic(diagonal), randomStream(1, "test"), exactly)).toBeCloseTo(
      expected,
      4,
    );
  });

  it("is found where the gradient has no part in its direction", () => {
    const network = createNetwork("rnn", [{ layer: "input", name: "weight", shape: [3] }]);
    network.values.set([1, 0, 0]);
    expect(curvature(network, quadratic([1, 9, 2]), randomStream(1, "test"), exactly)).toBeCloseTo(9, 4);
    network.values.fill(0);
    expect(curvature(network, quadratic([1, 9, 2]), randomStream(1, "test"), exactly)).toBeCloseTo(9, 4);
  });

  it("is 0 for a loss that is linear or does not depend on the weights, NaN where it overflows", () => {
    const network = createNetwork("rnn", [{ layer: "input", name: "weight", shape: [3] }]);
    const random = randomStream(1, "test");
    expect(curvature(network, (weights) => tf.sum<Scalar>(weights[0]!), random)).toBe(0);
    expect(curvature(network, () => tf.scalar(3), random)).toBe(0);
    network.values.fill(Number.NaN);
    const cubic = (weights: readonly Tensor[]) => tf.sum<Scalar>(tf.mul(weights[0]!, tf.square(weights[0]!)));
    expect(curvature(network, cubic, random)).toBeNaN();
  });

  describe("of a tanh network", () => {
    const built = buildNetwork("critic", [2], mlp([4], 1, { activation: "tanh" }), randomStream(3, "init"));
    const { network } = built;
    const inputs = [0.5, -1, 1.2, 0.3, -0.7, 0.9, 0.1, -0.4];
    const targets = [1, -1, 0.5, 2];

    /** The same loss in float64, straight from the definition: [2, 4], [4], [4, 1], [1]. */
    function lossAt(w: Float64Array): number {
      let loss = 0;
      for (const [example, target] of targets.entries()) {
        let output = w[16]!;
        for (let unit = 0; unit < 4; unit += 1)
          output +=
            w[12 + unit]! *
            Math.tanh(
              w[8 + unit]! + inputs[2 * example]! * w[unit]! + inputs[2 * example + 1]! * w[4 + unit]!,
            );
        loss += (output - target) ** 2 / targets.length;
      }
      return loss;
    }

    const loss = (weights: readonly Tensor[]) =>
      tf.mean<Scalar>(
        tf.square(tf.sub(built.apply(weights, tf.tensor2d(inputs, [4, 2])), tf.tensor2d(targets, [4, 1]))),
      );

    /** Second differences of the loss, entry by entry. */
    function hessian(): Float64Array {
      const n = network.values.length;
      const w = Float64Array.from(network.values);
      const h = 1e-4;
      const at = (i: number, j: number, a: number, b: number) => {
        const moved = w.slice();
        moved[i]! += a * h;
        moved[j]! += b * h;
        return lossAt(moved);
      };
      return Float64Array.from({ length: n * n }, (_, index) => {
        const [i, j] = [Math.floor(index / n), index % n];
        return (at(i, j, 1, 1) - at(i, j, 1, -1) - at(i, j, -1, 1) + at(i, j, -1, -1)) / (4 * h * h);
      });
    }

    it("is the top eigenvalue of the Hessian by second differences", () => {
      const values = [...symmetricEigen(hessian(), network.values.length).values];
      const top = values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best));
      expect(curvature(network, loss, randomStream(1, "test"), exactly) / top).toBeCloseTo(1, 4);
      expect(curvature(network, loss, randomStream(2, "test")) / top).toBeCloseTo(1, 1);
    });

    it("rests on products with that Hessian", () => {
      const n = network.values.length;
      const direction = randomStream(4, "test").fillNormal(new Float32Array(n));
      const expected = hessian();
      for (const [row, value] of hessianProduct(network, loss, direction).entries()) {
        let sum = 0;
        for (let column = 0; column < n; column += 1) sum += expected[row * n + column]! * direction[column]!;
        expect(value).toBeCloseTo(sum, 3);
      }
    });
  });
});
