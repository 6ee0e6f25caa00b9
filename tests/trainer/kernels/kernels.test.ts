import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../trainer/backend/choose";
import { type Tensor, type Tensor2D, type Tensor4D, tf } from "../../../trainer/tensorflow";

/**
 * Kernels that replace stock ones, on random shapes against plain loops. Each loop is the definition: it goes
 * through the forward operation and adds every product to where the derivative belongs.
 */
const runs = { numRuns: 60, seed: 7 };
const small = fc.integer({ min: 1, max: 5 });
const channelCount = fc.integer({ min: 1, max: 3 });
const stride = fc.integer({ min: 1, max: 3 });
const padding = fc.constantFrom("same" as const, "valid" as const);
const image = fc.record({
  batch: small,
  height: fc.integer({ min: 3, max: 8 }),
  width: fc.integer({ min: 3, max: 8 }),
});

const use = (backend: "wasm" | "cpu") => chooseBackend(tf, { requested: backend, home: "/nonexistent" });

describe("wasm matMul", () => {
  beforeAll(async () => void (await use("wasm")));

  it("equals the definition for every transpose, with and without a batch", () => {
    const shape = fc.record({
      batch: fc.integer({ min: 0, max: 3 }),
      rows: small,
      inner: small,
      columns: small,
    });
    fc.assert(
      fc.property(
        shape,
        fc.boolean(),
        fc.boolean(),
        ({ batch, rows, inner, columns }, transposeA, transposeB) => {
          const lead = batch === 0 ? [] : [batch];
          const a = numbers([...lead, ...(transposeA ? [inner, rows] : [rows, inner])], 1);
          const b = numbers([...lead, ...(transposeB ? [columns, inner] : [inner, columns])], 2);
          const expected: number[] = [];
          for (let matrix = 0; matrix < Math.max(1, batch); matrix += 1)
            for (let row = 0; row < rows; row += 1)
              for (let column = 0; column < columns; column += 1) {
                let sum = 0;
                for (let k = 0; k < inner; k += 1) {
                  const left = transposeA ? k * rows + row : row * inner + k;
                  const right = transposeB ? column * inner + k : k * columns + column;
                  sum +=
                    a.values[matrix * rows * inner + left]! * b.values[matrix * inner * columns + right]!;
                }
                expected.push(sum);
              }
          expectClose(
            () => tf.matMul(tensor(a) as Tensor2D, tensor(b) as Tensor2D, transposeA, transposeB),
            expected,
          );
        },
      ),
      runs,
    );
  });

  it("leaves nothing behind in wasm memory", () => {
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const before = backend.numDataIds();
    tf.tidy(() => tf.matMul(tf.ones([3, 4]), tf.ones([3, 5]), true, false).dataSync());
    expect(backend.numDataIds()).toBe(before);
  });
});

describe.each(["wasm", "cpu"] as const)("backward convolution on %s", (backend) => {
  beforeAll(async () => void (await use(backend)));

  const layer = fc.record({
    image,
    filter: fc.tuple(small, small),
    stride,
    padding,
    from: channelCount,
    to: channelCount,
  });
  it("equals the definition for the input and for the filter", () => {
    fc.assert(
      fc.property(layer, ({ image, filter: [filterHeight, filterWidth], stride, padding, from, to }) => {
        fc.pre(padding === "same" || (filterHeight <= image.height && filterWidth <= image.width));
        const xShape: Shape4D = [image.batch, image.height, image.width, from];
        const wShape: Shape4D = [filterHeight, filterWidth, from, to];
        const info = tf.backend_util.computeConv2DInfo(xShape, wShape, stride, 1, padding);
        const [x, w, dy] = [numbers(xShape, 1), numbers(wShape, 2), numbers(info.outShape, 3)];
        const dx = new Array<number>(x.values.length).fill(0);
        const dw = new Array<number>(w.values.length).fill(0);
        eachWindow(info, (output, input, tap) => {
          for (let i = 0; i < from; i += 1)
            for (let o = 0; o < to; o += 1) {
              const [weight, error, pixel] = [(tap * from + i) * to + o, output * to + o, input * from + i];
              dx[pixel]! += w.values[weight]! * dy.values[error]!;
              dw[weight]! += x.values[pixel]! * dy.values[error]!;
            }
        });
        const gradients = () =>
          tf.grads((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, stride, padding))(
            [tensor(x), tensor(w)],
            tensor(dy),
          );
        expectClose(() => gradients()[0]!, dx);
        expectClose(() => gradients()[1]!, dw);
      }),
      runs,
    );
  });
});

describe.each(["wasm", "cpu"] as const)("gradients of pooling on %s", (backend) => {
  beforeAll(async () => void (await use(backend)));

  const pool = fc.record({
    image,
    filter: fc.integer({ min: 1, max: 3 }),
    stride,
    padding,
    channels: channelCount,
  });
  it("share an average among the pixels that the window covers", () => {
    fc.assert(
      fc.property(pool, ({ image, filter, stride, padding, channels }) => {
        const shape: Shape4D = [image.batch, image.height, image.width, channels];
        const info = tf.backend_util.computePool2DInfo(shape, filter, stride, 1, padding);
        const [x, dy] = [numbers(shape, 1), numbers(info.outShape, 3)];
        const covered = new Map<number, number[]>();
        eachWindow(info, (output, input) => covered.set(output, [...(covered.get(output) ?? []), input]));
        const dx = new Array<number>(x.values.length).fill(0);
        for (const [output, inputs] of covered)
          for (const input of inputs)
            for (let channel = 0; channel < channels; channel += 1)
              dx[input * channels + channel]! += dy.values[output * channels + channel]! / inputs.length;
        expectClose(
          () => tf.grad((a) => tf.avgPool(a as Tensor4D, filter, stride, padding))(tensor(x), tensor(dy)),
          dx,
        );
      }),
      runs,
    );
  });

  it("give a maximum's gradient to the pixel it came from, negative ones too, and the gradient of that reads it there", () => {
    fc.assert(
      fc.property(
        pool,
        fc.constantFrom(0, -3),
        fc.boolean(),
        ({ image, filter, stride, padding, channels }, shift, tied) => {
          const shape: Shape4D = [image.batch, image.height, image.width, channels];
          const info = tf.backend_util.computePool2DInfo(shape, filter, stride, 1, padding);
          const [drawn, dy] = [numbers(shape, 1), numbers(info.outShape, 3)];
          const x = {
            shape,
            values: drawn.values.map((value) => (tied ? Math.round(value) : value) + shift),
          };
          const best = new Map<number, number>();
          eachWindow(info, (output, input) => {
            for (let channel = 0; channel < channels; channel += 1) {
              const [to, from] = [output * channels + channel, input * channels + channel];
              if (!best.has(to) || x.values[from]! > x.values[best.get(to)!]!) best.set(to, from);
            }
          });
          const dx = new Array<number>(x.values.length).fill(0);
          for (const [output, input] of best) dx[input]! += dy.values[output]!;
          expectClose(
            () => tf.grad((a) => tf.maxPool(a as Tensor4D, filter, stride, padding))(tensor(x), tensor(dy)),
            dx,
          );
          const u = numbers(shape, 5);
          const read = new Array<number>(dy.values.length).fill(0);
          for (const [output, input] of best) read[output] = u.values[input]!;
          const back = (y: Tensor) =>
            tf.grad((a) => tf.maxPool(a as Tensor4D, filter, stride, padding))(tensor(x), y);
          expectClose(() => tf.grad(back)(tensor(dy), tensor(u)), read);
        },
      ),
      runs,
    );
  });
});

describe.each(["wasm", "cpu"] as const)("gradient of nearest-neighbour resizing on %s", (backend) => {
  beforeAll(async () => void (await use(backend)));

  it("goes back to the pixel that was copied, in every image of the batch", () => {
    const resize = fc.record({ image, factor: fc.integer({ min: 1, max: 3 }), channels: channelCount });
    fc.assert(
      fc.property(resize, ({ image: { batch, height, width }, factor, channels }) => {
        const x = numbers([batch, height, width, channels], 1);
        const dy = numbers([batch, height * factor, width * factor, channels], 3);
        const dx = new Array<number>(x.values.length).fill(0);
        for (const [index, value] of dy.values.entries()) {
          const [pixel, channel] = [Math.floor(index / channels), index % channels];
          const [line, column] = [Math.floor(pixel / (width * factor)), pixel % (width * factor)];
          const [at, row] = [Math.floor(line / (height * factor)), line % (height * factor)];
          const source = (at * height + Math.floor(row / factor)) * width + Math.floor(column / factor);
          dx[source * channels + channel]! += value;
        }
        const resized = (a: Tensor) =>
          tf.image.resizeNearestNeighbor(a as Tensor4D, [height * factor, width * factor]);
        expectClose(() => tf.grad(resized)(tensor(x), tensor(dy)), dx);
      }),
      runs,
    );
  });
});

describe.each(["wasm", "cpu"] as const)("segment sum on %s", (backend) => {
  beforeAll(async () => void (await use(backend)));

  it("adds rows by id and drops ids outside of the range", () => {
    const rows = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, small, (ids, columns) => {
        const segments = 4;
        const x = numbers([ids.length, columns], 1);
        const expected = new Array<number>(segments * columns).fill(0);
        for (const [row, id] of ids.entries()) {
          if (id < 0 || id >= segments) continue;
          for (let column = 0; column < columns; column += 1)
            expected[id * columns + column]! += x.values[row * columns + column]!;
        }
        expectClose(() => tf.unsortedSegmentSum(tensor(x), tf.tensor1d(ids, "int32"), segments), expected);
      }),
      runs,
    );
  });
});

type Shape4D = [number, number, number, number];
interface Numbers {
  shape: number[];
  values: number[];
}

/** Fixed numbers in [-1, 1] without a pattern, no two alike. */
function numbers(shape: number[], seed: number): Numbers {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return {
    shape,
    values: Array.from({ length }, (_, index) => Math.sin(12.9898 * (index + 1) + 78.233 * seed)),
  };
}

const tensor = ({ shape, values }: Numbers): Tensor => tf.tensor(values, shape);

function expectClose(compute: () => Tensor, expected: number[]): void {
  const actual = [...tf.tidy(compute).dataSync()];
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of actual.entries())
    expect(Math.abs(value - expected[index]!)).toBeLessThan(2e-4);
}

/** Calls back for every pixel that every window covers: index of the output pixel, input pixel and filter tap. */
function eachWindow(
  info: ReturnType<typeof tf.backend_util.computePool2DInfo>,
  visit: (output: number, input: number, tap: number) => void,
): void {
  for (let image = 0; image < info.batchSize; image += 1)
    for (let row = 0; row < info.outHeight; row += 1)
      for (let column = 0; column < info.outWidth; column += 1)
        for (let i = 0; i < info.filterHeight; i += 1)
          for (let j = 0; j < info.filterWidth; j += 1) {
            const y = row * info.strideHeight - info.padInfo.top + i;
            const x = column * info.strideWidth - info.padInfo.left + j;
            if (y < 0 || y >= info.inHeight || x < 0 || x >= info.inWidth) continue;
            visit(
              (image * info.outHeight + row) * info.outWidth + column,
              (image * info.inHeight + y) * info.inWidth + x,
              i * info.filterWidth + j,
            );
          }
}
