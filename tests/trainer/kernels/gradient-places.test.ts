import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { differentiate } from "../../../trainer/gradients/differentiate";
import { withPlaces } from "../../../trainer/kernels/gradient-places";
import { dense } from "../../../trainer/networks/dense";
import { createNetwork, weightsOf } from "../../../trainer/networks/network";
import { measuredFloats } from "../../../trainer/probes/sum-of-squares";
import { randomStream } from "../../../trainer/random";
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from "../../../trainer/tensorflow";

type Weights = [Tensor1D, Tensor2D, Tensor1D, Tensor2D, Tensor1D];
type Three = [Tensor2D, Tensor2D, Tensor1D];

describe.skipIf(!isNativeInstalled(dataHome(), "node"))("gradients in their places", () => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: "cpu", home: dataHome() });
    await chooseBackend(tf, { requested: "node", home: dataHome() });
  }, 60_000);

  // 64 x 16 weights and 16 biases lie where TensorFlow's own memory might, so they share it; 3 numbers on they cannot.
  it.each([
    ["where memory is shared", 0],
    ["where it is copied", 3],
  ])("%s are those of the cpu backend, for weights used once and twice", async (_where, first) => {
    const random = randomStream(1, "places");
    const network = createNetwork("discriminator", [
      { layer: "shift", name: "bias", shape: [first] },
      { layer: "dense1", name: "weight", shape: [64, 16] },
      { layer: "dense1", name: "bias", shape: [16] },
      { layer: "twice", name: "weight", shape: [16, 16] },
      { layer: "twice", name: "bias", shape: [16] },
    ]);
    random.fillNormal(network.values);
    const input = random.fillNormal(new Float32Array(8 * 64));
    const gradients: Float32Array[] = [];
    for (const backend of ["cpu", "tensorflow"]) {
      await tf.setBackend(backend);
      const gradient = measuredFloats(network.values.length).fill(9);
      const before = tf.memory().numTensors;
      // The second time what the first left in the places must not count.
      for (let time = 0; time < 2; time += 1)
        tf.tidy(() => {
          const weights = weightsOf(network);
          const [, weight, bias, again, shift] = weights as Weights;
          const loss = () => {
            const once = dense(tf.tensor2d(input.slice(), [8, 64]), weight, bias, 0.2);
            const twice = dense(dense(once, again, shift, 0.2), again, shift);
            return tf.sum(tf.square(twice)) as Scalar;
          };
          differentiate(network, weights, loss, gradient);
        });
      expect(tf.memory().numTensors).toBe(before);
      gradients.push(gradient);
    }
    const [expected, found] = gradients as [Float32Array, Float32Array];
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(1);
    for (const [index, value] of expected.entries())
      expect(Math.abs(found[index]! - value)).toBeLessThan(1e-5 * largest);
  });

  it("are given once, and not after the differentiation", async () => {
    await tf.setBackend("tensorflow");
    tf.tidy(() => {
      const [input, weight, bias] = [tf.ones([4, 16]), tf.ones([16, 16]), tf.zeros([16])] as Three;
      const target = measuredFloats(256);
      const gradient = () => tf.grad((by: Tensor) => tf.sum(dense(input, by as Tensor2D, bias)))(weight);
      const [first, second] = withPlaces(
        [weight],
        () => ({ target, start: 0 }),
        () => [gradient(), gradient()],
      );
      expect([...target]).toEqual(new Array(256).fill(4));
      target.fill(7);
      expect(first!.dataSync()[0]).toBe(7);
      expect(second!.dataSync()[0]).toBe(4);
      expect(gradient().dataSync()[0]).toBe(4);
      expect([...target]).toEqual(new Array(256).fill(7));
    });
  });
});
