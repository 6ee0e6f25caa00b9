import { beforeAll, expect, it } from "vitest";
import { chooseBackend } from "../../../trainer/backend/choose";
import { type Tensor, tf } from "../../../trainer/tensorflow";

beforeAll(async () => {
  await chooseBackend(tf, { requested: "wasm", home: "/nonexistent" });
});

it("a custom gradient that keeps random numbers times its input is differentiated once, and refused a second time", () => {
  const noisy = tf.customGrad((x, save) => {
    const kept = tf.mul(tf.randomUniform([3], 1, 2), tf.square(x as Tensor));
    (save as (tensors: Tensor[]) => void)([kept]);
    return { value: tf.sum(kept), gradFunc: (dy: Tensor, [kept]: Tensor[]) => tf.mul(dy, kept!) };
  }) as (x: Tensor) => Tensor;
  const x = tf.tensor1d([1, 2, 3]);
  const gradient = tf.grad(noisy);

  const [first] = tf.tidy(() => gradient(x).dataSync());
  expect(first).toBeGreaterThanOrEqual(1);
  expect(first).toBeLessThanOrEqual(2);
  expect(() => tf.tidy(() => tf.grad((moved) => tf.sum(tf.square(gradient(moved))))(x))).toThrow(
    /its forward pass makes another one each time/,
  );
});
