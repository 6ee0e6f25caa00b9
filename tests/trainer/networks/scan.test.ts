import { describe, expect, it } from "vitest";
import { linearScan, tanhScan } from "../../../trainer/networks/scan";
import { randomStream } from "../../../trainer/random";
import { type Scalar, type Tensor, type Tensor2D, type Tensor3D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const [time, batch, hidden] = [5, 3, 4];
const random = randomStream(0, "test");
const draw = (count: number, deviation: number) => random.fillNormal(new Float32Array(count), deviation);
const inputs = draw(time * batch * hidden, 0.8);
const recurrent = draw(hidden * hidden, 0.6);
const readout = draw(time * batch * hidden, 1);

const sequence = (values: Float32Array) => tf.tensor3d(values, [time, batch, hidden]);
const matrix = (values: Float32Array) => tf.tensor2d(values, [hidden, hidden]);

/** The same recurrence of single operations, which the tape differentiates. */
function composedScan(a: Tensor3D, w: Tensor2D): Tensor3D {
  let h = tf.tanh(tf.unstack(a)[0]!) as Tensor2D;
  const all: Tensor[] = [h];
  for (const input of tf.unstack(a).slice(1)) {
    h = tf.tanh(tf.add(input, tf.matMul(h, w))) as Tensor2D;
    all.push(h);
  }
  return tf.stack(all) as Tensor3D;
}

function loopInFloat64(a: Float32Array, w: Float32Array): number[] {
  const h = new Float64Array(time * batch * hidden);
  for (let t = 0; t < time; t += 1)
    for (let b = 0; b < batch; b += 1)
      for (let j = 0; j < hidden; j += 1) {
        let sum = a[(t * batch + b) * hidden + j]!;
        for (let i = 0; i < hidden && t > 0; i += 1)
          sum += h[((t - 1) * batch + b) * hidden + i]! * w[i * hidden + j]!;
        h[(t * batch + b) * hidden + j] = Math.tanh(sum);
      }
  return Array.from(h);
}

type Scan = typeof tanhScan;
const readOut = (scan: Scan, a: Tensor3D, w: Tensor2D) =>
  tf.sum(tf.mul(scan(a, w), sequence(readout))) as Scalar;
/** |d readout / d a|^2 + |d readout / d W|^2: its gradient is of second order. */
function squaredGradients(scan: Scan, a: Tensor3D, w: Tensor2D): Scalar {
  const [byInput, byMatrix] = tf.grads((a, w) => readOut(scan, a as Tensor3D, w as Tensor2D))([a, w]);
  return tf.add(tf.sum(tf.square(byInput!)), tf.sum(tf.square(byMatrix!)));
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let index = 0; index < expected.length; index += 1)
    expect(Math.abs(actual[index]! - expected[index]!) / scale).toBeLessThan(tolerance);
}

describe("tanhScan", () => {
  it("computes every hidden state of the recurrence", () => {
    tf.tidy(() => {
      const states = tanhScan(sequence(inputs), matrix(recurrent)).dataSync();
      expectClose(states, loopInFloat64(inputs, recurrent), 1e-6);
    });
  });

  it("has the first-order gradients of the same net composed of single operations", () => {
    tf.tidy(() => {
      const gradientsOf = (scan: Scan) =>
        tf.grads((a, w) => readOut(scan, a as Tensor3D, w as Tensor2D))([
          sequence(inputs),
          matrix(recurrent),
        ]);
      const expected = gradientsOf(composedScan);
      for (const [index, gradient] of gradientsOf(tanhScan).entries())
        expectClose(gradient.dataSync(), expected[index]!.dataSync(), 1e-5);
    });
  });

  it("has the second-order gradients of the composed net and of finite differences", () => {
    tf.tidy(() => {
      const gradientsOf = (scan: Scan) =>
        tf.grads((a, w) => squaredGradients(scan, a as Tensor3D, w as Tensor2D))([
          sequence(inputs),
          matrix(recurrent),
        ]);
      const expected = gradientsOf(composedScan);
      const computed = gradientsOf(tanhScan);
      for (const [index, gradient] of computed.entries())
        expectClose(gradient.dataSync(), expected[index]!.dataSync());

      const step = 1e-2;
      const valueAt = (entry: number, move: number) => {
        const moved = recurrent.slice();
        moved[entry]! += move;
        return squaredGradients(tanhScan, sequence(inputs), matrix(moved)).dataSync()[0]!;
      };
      const differences = [0, 5, 10].map(
        (entry) => (valueAt(entry, step) - valueAt(entry, -step)) / (2 * step),
      );
      const byMatrix = computed[1]!.dataSync();
      expectClose(
        [0, 5, 10].map((entry) => byMatrix[entry]!),
        differences,
        0.01,
      );
    });
  });
});

describe("linearScan", () => {
  it("runs backward in time as it runs forward through the reversed sequence", () => {
    tf.tidy(() => {
      const terms = sequence(inputs);
      const derivative = tf.sub(1, tf.square(sequence(readout).tanh())) as Tensor3D;
      const backward = linearScan(terms, derivative, matrix(recurrent), "backward");
      const reversed = linearScan(
        tf.reverse(terms, 0),
        tf.reverse(derivative, 0),
        matrix(recurrent),
        "forward",
      );
      expectClose(backward.dataSync(), tf.reverse(reversed, 0).dataSync(), 1e-6);
    });
  });
});
