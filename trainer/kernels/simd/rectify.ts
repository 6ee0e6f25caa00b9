import type { KernelSource } from "./assembler";
import { elementwise } from "./elementwise";
import { f32x4, v128 } from "./instructions";

/** rectifyValues(source, count, target, slope): x where positive, slope x elsewhere; NaN stays NaN. */
export const rectifyValues: KernelSource = {
  name: "rectifyValues",
  body(write) {
    const [source, count, target] = [write.parameter("i32"), write.parameter("i32"), write.parameter("i32")];
    const slope = write.parameter("f32");
    return elementwise(write, {
      sources: [source],
      count,
      target,
      compute: ([x]) =>
        f32x4.multiply(
          x!,
          v128.select(f32x4.constant(1), f32x4.splat(slope.get), f32x4.greater(x!, v128.zero)),
        ),
    });
  },
};

/** rectifyGradient(dy, output, count, target, slope): dy where the rectifier's output is positive, slope dy elsewhere. */
export const rectifyGradient: KernelSource = {
  name: "rectifyGradient",
  body(write) {
    const [dy, output, count, target] = [0, 1, 2, 3].map(() => write.parameter("i32"));
    const slope = write.parameter("f32");
    return elementwise(write, {
      sources: [dy!, output!],
      count: count!,
      target: target!,
      compute: ([error, y]) =>
        f32x4.multiply(
          error!,
          v128.select(f32x4.constant(1), f32x4.splat(slope.get), f32x4.greater(y!, v128.zero)),
        ),
    });
  },
};
