import { describe, expect, it } from "vitest";
import { tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const values = Array.from({ length: 24 }, (_, index) => index);

describe("slices of wasm tensors", () => {
  it.each([
    ["whole rows", [1, 0, 0], [1, 3, 4], [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]],
    ["part of a row", [0, 1, 0], [1, 2, 4], [4, 5, 6, 7, 8, 9, 10, 11]],
    ["to the end, by a size of -1", [1, 2, 1], [1, 1, -1], [21, 22, 23]],
    ["a column, which is not one stretch of memory", [0, 0, 3], [2, 3, 1], [3, 7, 11, 15, 19, 23]],
  ] as [string, [number, number, number], [number, number, number], number[]][])(
    "%s",
    (_name, begin, size, expected) => {
      tf.tidy(() => {
        expect(Array.from(tf.slice(tf.tensor3d(values, [2, 3, 4]), begin, size).dataSync())).toEqual(
          expected,
        );
      });
    },
  );

  it("unstack along every axis, also of integers", () => {
    tf.tidy(() => {
      for (const dtype of ["float32", "int32"] as const)
        for (const axis of [0, 1, -1]) {
          const stacked = tf.tensor3d(values, [2, 3, 4], dtype);
          const slices = tf.unstack(stacked, axis);
          expect(slices[0]!.dtype).toBe(dtype);
          expect(Array.from(tf.stack(slices, axis).dataSync())).toEqual(values);
        }
    });
  });
});
