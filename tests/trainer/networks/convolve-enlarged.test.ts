import { describe, expect, it } from "vitest";
import { convolveEnlarged, enlarged } from "../../../trainer/networks/convolve-enlarged";
import { type Tensor, type Tensor4D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const random = (shape: [number, number, number, number], seed: number) =>
  tf.randomNormal(shape, 0, 1, "float32", seed) as Tensor4D;

describe("a convolution of enlarged images", () => {
  it("equals enlarging and then convolving, with both gradients", () => {
    for (const [rows, columns] of [
      [1, 1],
      [3, 3],
      [5, 3],
      [2, 3],
    ] as const)
      for (const scale of [1, 2, 3])
        tf.tidy(() => {
          const images = random([3, 4, 5, 2], 1);
          const filter = random([rows, columns, 2, 3], 2);
          const direct = (x: Tensor, w: Tensor) =>
            tf.conv2d(enlarged(x as Tensor4D, scale), w as Tensor4D, 1, "same");
          const fast = (x: Tensor, w: Tensor) => convolveEnlarged(x as Tensor4D, w as Tensor4D, scale);
          const errors = random([3, 4 * scale, 5 * scale, 3], 3);
          const [expected, found] = [direct, fast].map((convolve) => [
            convolve(images, filter),
            ...tf.grads(convolve)([images, filter], errors),
          ]);
          for (const [index, tensor] of expected!.entries()) {
            expect(found![index]!.shape).toEqual(tensor.shape);
            const difference = tf.max(tf.abs(tf.sub(found![index]!, tensor))).dataSync()[0]!;
            expect(difference, `${rows} x ${columns}, scale ${scale}`).toBeLessThan(1e-4);
          }
        });
  });
});
