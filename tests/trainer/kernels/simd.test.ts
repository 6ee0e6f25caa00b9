import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleModule } from "../../../trainer/kernels/simd/assembler";
import { multiplyPanels, packPanels } from "../../../trainer/kernels/simd/matrix-product";
import type { SimdKernels } from "../../../trainer/kernels/simd/module";
import { layerNorm } from "../../../trainer/networks/layer-norm";
import { type Tensor, type Tensor2D, type Tensor4D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend("wasm");

/** Edges of tiles (4 x 8), of blocks (64 rows, 256 steps) and of vectors (4 floats), and what is beside them. */
const runs = { numRuns: 40, seed: 11 };
const extent = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 16, 63, 64, 65, 70);
const depth = fc.constantFrom(1, 3, 4, 5, 8, 255, 256, 257, 513);

const values = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, index) => Math.sin(12.9898 * (index + 1) + 78.233 * seed));

function expectClose(compute: () => Tensor, expected: ArrayLike<number>, tolerance: number): void {
  const result = tf.tidy(compute);
  const actual = result.dataSync();
  result.dispose();
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index += 1)
    expect(Math.abs(actual[index]! - expected[index]!)).toBeLessThan(tolerance);
}

/** [rows, inner] times [inner, columns] in double precision. */
function product(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let k = 0; k < inner; k += 1)
      for (let column = 0; column < columns; column += 1)
        result[row * columns + column]! += a[row * inner + k]! * b[k * columns + column]!;
  return result;
}

describe("products in blocks", () => {
  it("equal the definition at every edge of a block, transposed or not", () => {
    fc.assert(
      fc.property(
        extent,
        depth,
        extent,
        fc.boolean(),
        fc.boolean(),
        (rows, inner, columns, first, second) => {
          const [a, b] = [values(rows * inner, 1), values(inner * columns, 2)];
          expectClose(
            () => {
              const left = tf.tensor2d(a, [rows, inner]);
              const right = tf.tensor2d(b, [inner, columns]);
              return tf.matMul(
                first ? (tf.transpose(left) as Tensor2D) : left,
                second ? (tf.transpose(right) as Tensor2D) : right,
                first,
                second,
              );
            },
            product(a, b, rows, inner, columns),
            1e-5 * Math.sqrt(inner) + 1e-5,
          );
        },
      ),
      runs,
    );
  });

  it("of one matrix with a batch of others repeat it", () => {
    const [a, b] = [values(2 * 3 * 5, 1), values(5 * 4, 2)];
    const expected = [...product(a.slice(0, 15), b, 3, 5, 4), ...product(a.slice(15), b, 3, 5, 4)];
    const [left, one] = [tf.tensor3d(a, [2, 3, 5]), tf.tensor3d(b, [1, 5, 4])];
    expectClose(() => tf.matMul(left, one), expected, 1e-5);
    tf.dispose([left, one]);
  });

  it("of equal inputs are bitwise equal, whatever ran between", () => {
    const [a, b] = [tf.tensor2d(values(70 * 300, 1), [70, 300]), tf.tensor2d(values(300 * 9, 2), [300, 9])];
    const once = tf.tidy(() => tf.matMul(a, b).dataSync());
    tf.tidy(() => void tf.matMul(tf.ones([200, 513]), tf.ones([513, 200])));
    expect(tf.tidy(() => tf.matMul(a, b).dataSync())).toEqual(once);
    tf.dispose([a, b]);
  });
});

describe("products in an engine without relaxed SIMD", () => {
  it("equal the definition too", () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const binary = assembleModule([packPanels, multiplyPanels({ relaxed: false })]);
    const kernels = new WebAssembly.Instance(new WebAssembly.Module(binary), { kernels: { memory } })
      .exports as unknown as SimdKernels;
    const [rows, inner, columns] = [7, 9, 11];
    const [a, b] = [values(rows * inner, 1), values(inner * columns, 2)];
    const [left, right, result, leftPanels, rightPanels, tile] = [
      0, 4096, 8192, 16_384, 32_768, 49_152,
    ] as const;
    new Float32Array(memory.buffer, left).set(a);
    new Float32Array(memory.buffer, right).set(b);
    kernels.packPanels(left, 4 * inner, 4, rows, inner, leftPanels, 4);
    kernels.packPanels(right, 4, 4 * columns, columns, inner, rightPanels, 8);
    kernels.multiplyPanels(leftPanels, rightPanels, result, 4 * columns, rows, columns, inner, 0, 0, 1, tile);
    const actual = new Float32Array(memory.buffer, result, rows * columns);
    for (const [index, expected] of product(a, b, rows, inner, columns).entries())
      expect(Math.abs(actual[index]! - expected)).toBeLessThan(1e-5);
  });
});

describe("a dense layer as one operation", () => {
  it.each([1, 0, 0.2])("adds its bias and rectifies with slope %s", (slope) => {
    fc.assert(
      fc.property(extent, extent, extent, (rows, inner, columns) => {
        const [x, w, b] = [values(rows * inner, 1), values(inner * columns, 2), values(columns, 3)];
        const expected = product(x, w, rows, inner, columns).map((sum, index) => {
          const linear = sum + b[index % columns]!;
          return linear > 0 ? linear : slope * linear;
        });
        expectClose(
          () =>
            tf.engine().runKernel(
              "Dense",
              {
                input: tf.tensor2d(x, [rows, inner]),
                weight: tf.tensor2d(w, [inner, columns]),
                bias: tf.tensor1d(b),
              },
              { slope },
            ) as Tensor,
          expected,
          1e-4,
        );
      }),
      runs,
    );
  });
});

describe("sums over leading axes", () => {
  it("add the rows of every column, kept or dropped", () => {
    fc.assert(
      fc.property(extent, extent, extent, fc.boolean(), (outer, rows, columns, keepDims) => {
        const x = values(outer * rows * columns, 1);
        const expected = new Float64Array(columns);
        for (const [index, value] of x.entries()) expected[index % columns]! += value;
        expectClose(() => tf.sum(tf.tensor3d(x, [outer, rows, columns]), [1, 0], keepDims), expected, 1e-3);
      }),
      runs,
    );
    expect(tf.tidy(() => tf.sum(tf.ones([2, 3, 4]), [0, 1], true).shape)).toEqual([1, 1, 4]);
  });
});

describe("tanh", () => {
  it("is within 3e-7 of the exact one, relatively so near 0, and keeps NaN and infinities", () => {
    const inputs = Float32Array.from({ length: 20_003 }, (_, index) => (index - 10_000) / 1000);
    const tiny = [0, 1e-30, -1e-10, 1e-4];
    const result = tf.tidy(() => tf.tanh(tf.tensor1d([...inputs, ...tiny])).dataSync());
    for (const [index, input] of inputs.entries())
      expect(Math.abs(result[index]! - Math.tanh(input))).toBeLessThan(3e-7);
    for (const [index, input] of tiny.entries())
      expect(Math.abs(result[inputs.length + index]! - Math.tanh(input))).toBeLessThanOrEqual(
        4e-7 * Math.abs(input),
      );
    const special = tf.tidy(() => tf.tanh(tf.tensor1d([Number.NaN, Infinity, -Infinity])).dataSync());
    expect([...special]).toEqual([Number.NaN, 1, -1]);
  });
});

describe("layer normalization as one operation", () => {
  it("gives every row mean 0 and variance 1, then gain and shift, also where the rows' own mean is large", () => {
    const [rows, columns] = [3, 12];
    const x = values(rows * columns, 1).map((value, index) => value + 1000 * Math.floor(index / columns));
    const [gain, shift] = [values(columns, 2), values(columns, 3)];
    const expected = new Float64Array(x.length);
    for (let row = 0; row < rows; row += 1) {
      const part = Array.from(x.subarray(row * columns, (row + 1) * columns));
      const mean = part.reduce((sum, value) => sum + value, 0) / columns;
      const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
      for (const [column, value] of part.entries())
        expected[row * columns + column] =
          ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[column]! + shift[column]!;
    }
    expectClose(
      () => layerNorm(tf.tensor2d(x, [rows, columns]), tf.tensor1d(gain), tf.tensor1d(shift)),
      expected,
      2e-3,
    );
  });
});

describe("convolution by patches", () => {
  it("of more images than fit at once equals that of each image", () => {
    // 6 images of 49 places with patches of 1,600: one at a time; three filters.
    const [x, w] = [values(6 * 7 * 7 * 64, 1), values(5 * 5 * 64 * 3, 2)];
    tf.tidy(() => {
      const [images, filter] = [tf.tensor4d(x, [6, 7, 7, 64]), tf.tensor4d(w, [5, 5, 64, 3])];
      const convolve = (input: Tensor) => tf.conv2d(input as Tensor4D, filter, 1, "same");
      const together = convolve(images).dataSync();
      const apart = tf.unstack(images).flatMap((image) => [...convolve(tf.expandDims(image)).dataSync()]);
      expect([...together]).toEqual(apart);
      const dw = (input: Tensor) =>
        tf.grad((f) => tf.sum(tf.square(tf.conv2d(input as Tensor4D, f as Tensor4D, 1, "same"))))(filter);
      const sum = tf.unstack(images).map((image) => dw(tf.expandDims(image)));
      const difference = tf.max(tf.abs(tf.sub(dw(images), tf.addN(sum)))).dataSync()[0]!;
      expect(difference).toBeLessThan(1e-5 * tf.max(tf.abs(dw(images))).dataSync()[0]!);
    });
  });
});
