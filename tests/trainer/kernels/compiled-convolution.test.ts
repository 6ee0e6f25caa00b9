import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { hasCompiledKernels } from "../../../trainer/kernels/compiled";
import { randomStream } from "../../../trainer/random";
import { type Tensor, type Tensor4D, tf } from "../../../trainer/tensorflow";

type Shape = [number, number, number, number];
interface Convolution {
  images: Shape;
  /** Rows, columns, channels of the images, channels of the result. */
  filter: Shape;
  strides: [number, number];
  pad: "same" | "valid" | number;
  dilation?: number;
}

const convolutions: Record<string, Convolution> = {
  "more images than patches are made of at a time": {
    images: [70, 9, 8, 5],
    filter: [3, 4, 5, 18],
    strides: [2, 1],
    pad: "same",
  },
  "of one channel to one": { images: [3, 7, 5, 1], filter: [3, 3, 1, 1], strides: [1, 1], pad: "valid" },
  "with strides above the filter's size": {
    images: [2, 7, 7, 3],
    filter: [2, 2, 3, 17],
    strides: [3, 3],
    pad: "same",
  },
  "that reads not all of the image": {
    images: [2, 8, 9, 6],
    filter: [3, 3, 6, 16],
    strides: [4, 3],
    pad: "valid",
  },
  "with a padding in numbers": {
    images: [2, 5, 6, 4],
    filter: [3, 3, 4, 20],
    strides: [2, 2],
    pad: 2,
  },
  "of single pixels": { images: [4, 6, 6, 33], filter: [1, 1, 33, 40], strides: [1, 1], pad: "same" },
  "by a filter as large as the image": {
    images: [9, 5, 4, 7],
    filter: [5, 4, 7, 19],
    strides: [1, 1],
    pad: "valid",
  },
  "dilated, left to TensorFlow": {
    images: [2, 7, 7, 2],
    filter: [3, 3, 2, 4],
    strides: [1, 1],
    pad: "same",
    dilation: 2,
  },
};

interface Transposed {
  images: Shape;
  /** Rows, columns, channels of the result, channels of the images. */
  filter: Shape;
  stride: number;
  height: number;
  width: number;
}

const transposed: Record<string, Transposed> = {
  "twice as large, one channel": {
    images: [3, 5, 4, 6],
    filter: [4, 4, 1, 6],
    stride: 2,
    height: 10,
    width: 8,
  },
  "twice, a filter of odd size": {
    images: [2, 4, 4, 3],
    filter: [3, 5, 2, 3],
    stride: 2,
    height: 8,
    width: 8,
  },
  "thrice, a filter smaller than that": {
    images: [2, 3, 3, 2],
    filter: [2, 2, 3, 2],
    stride: 3,
    height: 9,
    width: 9,
  },
  "twice, a filter much larger": {
    images: [2, 4, 5, 2],
    filter: [7, 6, 1, 2],
    stride: 2,
    height: 8,
    width: 10,
  },
  "twice, of even size, an even filter": {
    images: [2, 6, 4, 5],
    filter: [4, 4, 1, 5],
    stride: 2,
    height: 12,
    width: 8,
  },
  "twice, of even size, an odd filter as wide as the image": {
    images: [3, 4, 2, 3],
    filter: [5, 3, 1, 3],
    stride: 2,
    height: 8,
    width: 4,
  },
  "twice, of even size, a filter that reaches over all": {
    images: [2, 4, 4, 2],
    filter: [9, 8, 1, 2],
    stride: 2,
    height: 8,
    width: 8,
  },
  "of odd size": {
    images: [2, 4, 4, 2],
    filter: [4, 4, 1, 2],
    stride: 2,
    height: 7,
    width: 7,
  },
  "many channels": {
    images: [2, 3, 3, 2],
    filter: [4, 4, 5, 2],
    stride: 2,
    height: 6,
    width: 6,
  },
};

type Compute = () => Tensor[];

describe.skipIf(!isNativeInstalled(dataHome(), "node"))(
  "convolutions compiled for the native backend",
  () => {
    beforeAll(async () => {
      await chooseBackend(tf, { requested: "cpu", home: dataHome() });
      await chooseBackend(tf, { requested: "node", home: dataHome() });
      expect(hasCompiledKernels(tf), "compiled: run `gradiometer backend install node` again").toBe(true);
    }, 60_000);

    it.each(Object.entries(convolutions))(
      "%s: value and gradients are those of the cpu backend",
      (_name, of) => expectSame(() => convolved(of)),
    );

    it.each(Object.entries(transposed))(
      "transposed, %s: value and gradients are those of the cpu backend",
      (_name, of) => expectSame(() => convolvedBack(of)),
    );

    it("leave no tensor in the backend", async () => {
      await tf.setBackend("tensorflow");
      const held = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
      const before = held();
      tf.tidy(() => void convolvedBack(transposed["twice as large, one channel"]!));
      tf.tidy(() => void convolved(convolutions["of single pixels"]!));
      expect(held()).toBe(before);
    });
  },
);

async function expectSame(compute: Compute): Promise<void> {
  const [native, cpu] = [await valuesOn("tensorflow", compute), await valuesOn("cpu", compute)];
  for (const [index, expected] of cpu.entries()) {
    expect(native[index]!.length).toBe(expected.length);
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    for (const [at, value] of expected.entries())
      expect(Math.abs(native[index]![at]! - value)).toBeLessThan(1e-5 * largest);
  }
}

async function valuesOn(backend: string, compute: Compute): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => compute().map((tensor) => [...tensor.dataSync()]));
}

function draw(shapes: Shape[]): Tensor4D[] {
  const random = randomStream(0, "convolution");
  return shapes.map((shape) =>
    tf.tensor4d(random.fillNormal(new Float32Array(tf.util.sizeFromShape(shape))), shape),
  );
}

function convolved({ images, filter, strides, pad, dilation = 1 }: Convolution): Tensor[] {
  const inputs = draw([images, filter]);
  const rounding = typeof pad === "number" ? "floor" : undefined;
  const apply = (...[x, w]: Tensor[]) =>
    tf.conv2d(x as Tensor4D, w as Tensor4D, strides, pad, "NHWC", dilation, rounding);
  // Gradients of dilated convolutions are refused.
  const gradients =
    dilation > 1 ? [] : tf.grads((...all: Tensor[]) => tf.sum(tf.square(apply(...all))))(inputs);
  return [apply(...inputs), ...gradients];
}

function convolvedBack({ images, filter, stride, height, width }: Transposed): Tensor[] {
  const [x, w] = draw([images, filter]) as [Tensor4D, Tensor4D];
  const apply = (a: Tensor4D, b: Tensor4D) =>
    tf.conv2dTranspose(a, b, [images[0], height, width, filter[2]], stride, "same") as Tensor4D;
  const y = apply(x, w);
  const gradients = tf.grads((a, b) => tf.sum(tf.square(apply(a as Tensor4D, b as Tensor4D))))([x, w]);
  // The other place of this kernel: the gradient of a convolution by its images.
  const byImages = tf.grad((a) => tf.sum(tf.square(tf.conv2d(a as Tensor4D, w, stride, "same"))))(y);
  return [y, ...gradients, byImages];
}
