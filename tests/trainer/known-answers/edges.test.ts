import { describe, expect, it } from "vitest";
import { createContext } from "../../../trainer/context";
import { differentiate } from "../../../trainer/gradients/differentiate";
import { createNetwork, weightsOf } from "../../../trainer/networks/network";
import { linearScan } from "../../../trainer/networks/scan";
import { createOptimizer } from "../../../trainer/optimizers";
import { type Scalar, type Tensor2D, type Tensor3D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

describe("a linear recurrent net over 100 steps", () => {
  /** |d h_100 / d h_0| of h_t = h_(t-1) M, with M a rotation times `eigenvalue`, by back-propagation through time. */
  function gradientNorm(eigenvalue: number): number {
    return tf.tidy(() => {
      const [cos, sin] = [Math.cos(0.3) * eigenvalue, Math.sin(0.3) * eigenvalue];
      const matrix = tf.tensor2d([
        [cos, sin],
        [-sin, cos],
      ]) as Tensor2D;
      const steps = 101;
      const last = (terms: Tensor3D) => {
        const states = linearScan(terms, tf.onesLike(terms), matrix, "forward");
        // In a direction of length 1.
        return tf.sum(tf.mul(tf.slice(states, [steps - 1, 0, 0]), tf.tensor3d([[[0.6, 0.8]]])));
      };
      const gradient = tf.grad((terms) => last(terms as Tensor3D))(tf.ones([steps, 1, 2]) as Tensor3D);
      return tf.norm(tf.slice(gradient, [0, 0, 0], [1, 1, 2])).dataSync()[0]!;
    });
  }

  it.each([
    ["vanishes", 0.9, 2.656e-5],
    ["explodes", 1.1, 1.378e4],
  ])("%s with eigenvalues of size %d", (_name, eigenvalue, known) => {
    expect(gradientNorm(eigenvalue) / known).toBeCloseTo(1, 3);
    expect(eigenvalue ** 100 / known).toBeCloseTo(1, 3);
  });
});

describe("gradient descent on a quadratic of curvature lambda", () => {
  /** |x| after 500 steps from 1 on lambda x^2 / 2; each step multiplies x by 1 - eta lambda. */
  function descend(rateTimesCurvature: number): number {
    const curvature = 4;
    const network = createNetwork("quadratic", [{ layer: "point", name: "weight", shape: [1] }]);
    network.values[0] = 1;
    const learningRate = rateTimesCurvature / curvature;
    const { state } = createContext({ seed: 0, steps: 1 });
    const optimizer = createOptimizer({ name: "sgd", learningRate, momentum: 0 }, 1, state);
    const gradient = new Float32Array(1);
    for (let step = 0; step < 500; step += 1) {
      tf.tidy(() => {
        const [x] = weightsOf(network);
        const loss = () => tf.sum(tf.mul(tf.square(x!), curvature / 2)) as Scalar;
        differentiate(network, [x!], loss, gradient);
      });
      optimizer.update(network.values, gradient, learningRate);
    }
    return Math.abs(network.values[0]!);
  }

  it("converges at eta lambda = 1.99", () => {
    expect(descend(1.99) / 0.99 ** 500).toBeCloseTo(1, 3);
  });

  it("diverges at eta lambda = 2.01", () => {
    expect(descend(2.01) / 1.01 ** 500).toBeCloseTo(1, 3);
  });
});
