import type { KernelSource } from "./assembler";
import { elementwise } from "./elementwise";
import { f32x4 } from "./instructions";

/** multiplyValues(a, b, count, target): products of numbers at the same places. */
export const multiplyValues: KernelSource = {
  name: "multiplyValues",
  body(write) {
    const [a, b, count, target] = [0, 1, 2, 3].map(() => write.parameter("i32"));
    return elementwise(write, {
      sources: [a!, b!],
      count: count!,
      target: target!,
      compute: ([left, right]) => f32x4.multiply(left!, right!),
    });
  },
};
