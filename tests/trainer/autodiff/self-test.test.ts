import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { GradiometerError } from "../../../db/contract/errors";
import { checkSecondOrder } from "../../../trainer/autodiff";
import { chooseBackend } from "../../../trainer/backend/choose";
import { type Scalar, type Tensor, tf } from "../../../trainer/tensorflow";
import { bundled } from "./child";
import { penalizedCritic } from "./penalized-critic";

describe("self-test of second-order gradients", () => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: "wasm", home: "/nonexistent" });
  });

  it.each([
    ["tanh", 16, 8, (x: Tensor) => tf.tanh(x)],
    ["relu", 64, 8, (x: Tensor) => tf.relu(x)],
    ["leaky relu", 64, 8, (x: Tensor) => tf.leakyRelu(x, 0.2)],
    ["leaky relu on a full batch", 64, 128, (x: Tensor) => tf.leakyRelu(x, 0.2)],
    ["softplus", 32, 8, (x: Tensor) => tf.softplus(x)],
  ] as const)("passes a critic with %s", (_name, units, batch, activate) => {
    const before = tf.memory().numTensors;
    const { loss, weights } = penalizedCritic(units, batch, activate);
    expect(() => checkSecondOrder(tf, loss, weights)).not.toThrow();
    tf.dispose(weights);
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
  });

  it("refuses the same critic on stock tfjs, whose second-order gradient lacks terms", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      await bundled("tests/trainer/autodiff/run-self-test.ts"),
    ]);
    expect(stdout).toMatch(/^unavailable: Self-test failed: the second-order gradient of tensor 0/);
  });

  it("names the weights and says what to do when a term is missing", () => {
    const w = tf.tensor1d([0.5, -0.3, 0.8]);
    const missingTerm = tf.customGrad((weights) => ({
      value: tf.square(weights as Tensor),
      gradFunc: (dy: Tensor) => tf.mul(dy, 0.25),
    }));
    const check = () =>
      checkSecondOrder(tf, ([weights]) => tf.sum(missingTerm(weights!)) as Scalar, [w], {
        names: ["dense1/weight"],
      });
    expect(check).toThrow(GradiometerError);
    expect(check).toThrow(
      /dense1\/weight on backend "wasm".*differences of the loss say.*use another backend/,
    );
  });
});
