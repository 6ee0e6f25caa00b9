import { beforeAll, describe, expect, it } from "vitest";
import { dataHome } from "../../../db/home";
import { chooseBackend } from "../../../trainer/backend/choose";
import { isNativeInstalled } from "../../../trainer/backend/native";
import { randomStream } from "../../../trainer/random";
import { type Tensor4D, tf } from "../../../trainer/tensorflow";

type Shape = [number, number, number, number];
interface Case {
  images: Shape;
  /** Rows, columns, channels of the result, channels of the images. */
  filter: Shape;
  stride: number;
  height: number;
  width: number;
}

const cases: Record<string, Case> = {
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
  "of odd size, left to TensorFlow": {
    images: [2, 4, 4, 2],
    filter: [4, 4, 1, 2],
    stride: 2,
    height: 7,
    width: 7,
  },
  "many channels, left to TensorFlow": {
    images: [2, 3, 3, 2],
    filter: [4, 4, 5, 2],
    stride: 2,
    height: 6,
    width: 6,
  },
};

describe.skipIf(!isNativeInstalled(dataHome(), "node"))("transposed convolutions to images, natively", () => {
  beforeAll(async () => {
    await chooseBackend(tf, { requested: "cpu", home: dataHome() });
    await chooseBackend(tf, { requested: "node", home: dataHome() });
  }, 60_000);

  it.each(Object.entries(cases))(
    "%s: value and gradients are those of the cpu backend",
    async (_name, of) => {
      const [native, cpu] = [await valueAndGradients("tensorflow", of), await valueAndGradients("cpu", of)];
      for (const [index, expected] of cpu.entries()) {
        expect(native[index]!.length).toBe(expected.length);
        const largest = Math.max(...expected.map(Math.abs));
        expect(largest).toBeGreaterThan(0.1);
        for (const [at, value] of expected.entries())
          expect(Math.abs(native[index]![at]! - value)).toBeLessThan(1e-5 * largest);
      }
    },
  );

  it("leave no tensor in the backend", async () => {
    await tf.setBackend("tensorflow");
    const held = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
    const before = held();
    await valueAndGradients("tensorflow", cases["twice as large, one channel"]!);
    expect(held()).toBe(before);
  });
});

async function valueAndGradients(backend: string, of: Case): Promise<number[][]> {
  const { images, filter, stride, height, width } = of;
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const random = randomStream(0, "transposed");
    const drawn = (shape: Shape) =>
      tf.tensor4d(random.fillNormal(new Float32Array(tf.util.sizeFromShape(shape))), shape);
    const [x, w] = [drawn(images), drawn(filter)];
    const apply = (a: Tensor4D, b: Tensor4D) =>
      tf.conv2dTranspose(a, b, [images[0], height, width, filter[2]], stride, "same") as Tensor4D;
    const y = apply(x, w);
    const gradients = tf.grads((a, b) => tf.sum(tf.square(apply(a as Tensor4D, b as Tensor4D))))([x, w]);
    // The other place of this kernel: the gradient of a convolution by its images.
    const byImages = tf.grad((a) => tf.sum(tf.square(tf.conv2d(a as Tensor4D, w, stride, "same"))))(y);
    return [y, ...gradients, byImages].map((tensor) => [...tensor.dataSync()]);
  });
}
