import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { hasCompiledKernels, readInto } from "../../../trainer/kernels/compiled";
import { tensorOfCopy } from "../../../trainer/kernels/tensor-of-copy";
import { attend } from "../../../trainer/networks/attention";
import { crossEntropy } from "../../../trainer/networks/cross-entropy";
import { dense } from "../../../trainer/networks/dense";
import { layerNorm } from "../../../trainer/networks/layer-norm";
import { rectify } from "../../../trainer/networks/rectify";
import { linearScan, tanhScan } from "../../../trainer/networks/scan";
import { randomStream } from "../../../trainer/random";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../../../trainer/tensorflow";

/**
 * Operations that are compiled for the native backend, value and gradient against those of the cpu backend, which
 * composes the same of plain JavaScript. Where `gradiometer backend install node` has been run.
 */
const shapes = {
  "a product": [
    [5, 7],
    [7, 3],
  ],
  "a product by one column": [
    [33, 17],
    [17, 1],
  ],
  "products of a batch": [
    [2, 3, 5, 7],
    [2, 3, 7, 4],
  ],
  "products by one matrix": [[3, 5, 7]],
  "a dense layer": [[9, 6], [6, 19], [19]],
  "layer normalization of an odd width": [[2, 5, 13], [13], [13]],
  attention: [[2 * 19, 3 * 12]],
  logits: [[9, 11]],
  "a recurrence": [
    [6, 3, 5],
    [5, 5],
  ],
  "a linear recurrence": [
    [6, 3, 5],
    [6, 3, 5],
    [5, 5],
  ],
  "a sum over leading axes": [[4, 5, 3]],
} as const;
type Inputs = Tensor[];

const operations: Array<[name: string, of: keyof typeof shapes, apply: (inputs: Inputs) => Tensor]> = [
  ["product", "a product", ([a, b]) => tf.matMul(a!, b!)],
  [
    "product, left transposed",
    "a product",
    ([a, b]) => tf.matMul(tf.transpose(a!), b!.transpose(), true, true),
  ],
  ["product, right transposed", "a product", ([a, b]) => tf.matMul(a!, tf.transpose(b!), false, true)],
  ["product by a column", "a product by one column", ([a, b]) => tf.matMul(a!, b!)],
  ["batch of products", "products of a batch", ([a, b]) => tf.matMul(a!, b!)],
  [
    "products by one",
    "products by one matrix",
    ([a]) => tf.matMul(a!, tf.reshape(tf.linspace(-1, 1, 28), [1, 7, 4])),
  ],
  ...[0, 0.2, 1].map((slope): (typeof operations)[number] => [
    `dense, slope ${slope}`,
    "a dense layer",
    ([x, w, b]) => dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, slope),
  ]),
  ["rectifier", "a sum over leading axes", ([x]) => rectify(x!, 0.2)],
  ["layer norm", "layer normalization of an odd width", ([x, g, s]) => layerNorm(x!, g!, s!)],
  ["attention", "attention", ([all]) => attend(all as Tensor2D, { steps: 19, heads: 4, causal: false })],
  [
    "causal attention",
    "attention",
    ([all]) => attend(all as Tensor2D, { steps: 19, heads: 4, causal: true }),
  ],
  [
    "cross-entropy",
    "logits",
    ([x]) => crossEntropy(x as Tensor2D, tf.softmax(tf.reshape(tf.linspace(-9, 9, 99), [9, 11]))),
  ],
  [
    "cross-entropy by both sides",
    "logits",
    ([x]) => crossEntropy(x as Tensor2D, tf.softmax(tf.square(x!)) as Tensor2D),
  ],
  [
    "cross-entropy of logits far apart",
    "logits",
    ([x]) =>
      crossEntropy(
        tf.mul(x!, 200),
        tf.cast(tf.oneHot(tf.range(0, 9, 1, "int32"), 11), "float32") as Tensor2D,
      ),
  ],
  ["tanh scan", "a recurrence", ([a, w]) => tanhScan(a as Tensor3D, w as Tensor2D)],
  ...(["forward", "backward"] as const).map((direction): (typeof operations)[number] => [
    `linear scan ${direction}`,
    "a linear recurrence",
    ([s, d, m]) => linearScan(s as Tensor3D, d as Tensor3D, m as Tensor2D, direction),
  ]),
  ["sum over one axis", "a sum over leading axes", ([x]) => tf.sum(tf.square(x!), 0)],
  ["sum over two axes", "a sum over leading axes", ([x]) => tf.sum(tf.square(x!), [0, 1])],
];

describe.skipIf(!isNativeInstalled(dataHome(), "node"))("operations compiled for the native backend", () => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: "cpu", home: dataHome() });
    await chooseBackend(tf, { requested: "node", home: dataHome() });
    expect(hasCompiledKernels(tf), "compiled: run `gradiometer backend install node` again").toBe(true);
  }, 60_000);

  it.each(operations)("%s: value and gradients are those of the cpu backend", async (_name, of, apply) => {
    const [native, cpu] = [
      await valueAndGradients("tensorflow", of, apply),
      await valueAndGradients("cpu", of, apply),
    ];
    for (const [index, expected] of cpu.entries()) {
      const largest = Math.max(...expected.map(Math.abs));
      for (const [at, value] of expected.entries())
        expect(Math.abs(native[index]![at]! - value)).toBeLessThan(1e-5 * largest);
    }
  });

  it.each([
    [6, 1, 16],
    [13, 5, 33],
    [73, 257, 17],
    [75, 300, 1030],
    [150, 515, 47],
  ])(
    "multiply whole numbers exactly, [%i, %i] by [%i], however they are stored",
    async (rows, inner, columns) => {
      await tf.setBackend("tensorflow");
      const left = Int32Array.from({ length: rows * inner }, (_, index) => ((index * 7) % 11) - 5);
      const right = Int32Array.from({ length: inner * columns }, (_, index) => ((index * 5) % 13) - 6);
      const expected = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row += 1)
        for (let step = 0; step < inner; step += 1)
          for (let column = 0; column < columns; column += 1)
            expected[row * columns + column]! += left[row * inner + step]! * right[step * columns + column]!;
      tf.tidy(() => {
        const a = tf.tensor2d(left, [rows, inner], "float32");
        const b = tf.tensor2d(right, [inner, columns], "float32");
        for (const transposeA of [false, true])
          for (const transposeB of [false, true]) {
            const stored = [transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b] as const;
            const product = tf.matMul(...stored, transposeA, transposeB);
            expect(Buffer.compare(bytes(product.dataSync<"float32">()), bytes(expected))).toBe(0);
          }
      });
    },
  );

  it("read tensors into a part of an array, and leave the rest of it", async () => {
    await tf.setBackend("tensorflow");
    const target = new Float32Array(8).fill(9);
    const whole = target.subarray(0);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      readInto(tf, tf.tensor2d([1, Number.NaN, 3, 4], [2, 2]), whole, 2);
      readInto(tf, tf.scalar(5), whole, 7);
    });
    expect([...target]).toEqual([9, 9, 1, Number.NaN, 3, 4, 9, 5]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("make tensors of arrays that change afterwards, wherever these lie", async () => {
    await tf.setBackend("tensorflow");
    const memory = new WebAssembly.Memory({ initial: 1 });
    tf.tidy(() => {
      for (let start = 0; start < 32; start += 1) {
        const values = new Float32Array(memory.buffer, 4 * start, 5).fill(1);
        const tensor = tensorOfCopy(values, [5]);
        values.fill(2);
        expect([...tensor.dataSync()]).toEqual([1, 1, 1, 1, 1]);
      }
    });
  });

  it("keep NaN and infinities", async () => {
    await tf.setBackend("tensorflow");
    const [nan, positive] = tf.tidy(() => {
      const x = tf.tensor2d([Number.NaN, 1, Number.POSITIVE_INFINITY, 1], [2, 2]);
      return [...dense(x, tf.tensor2d([1, 1], [2, 1]), tf.zeros([1]), 0.2).dataSync()];
    });
    expect([nan, positive]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });
});

const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

async function valueAndGradients(
  backend: string,
  of: keyof typeof shapes,
  apply: (inputs: Inputs) => Tensor,
): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const random = randomStream(0, of);
    const inputs = shapes[of].map((shape) =>
      tf.tensor(random.fillNormal(new Float32Array(tf.util.sizeFromShape([...shape]))), [...shape]),
    );
    const { value, grads } = tf.valueAndGrads((...all: Tensor[]) => tf.sum(tf.square(apply(all))))(inputs);
    return [
      [...apply(inputs).dataSync()],
      [...value.dataSync()],
      ...grads.map((grad) => [...grad.dataSync()]),
    ];
  });
}
