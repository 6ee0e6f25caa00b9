import type { KernelSource } from "./assembler";
import { f32x4, i32, repeatWhile, v128 } from "./instructions";

/**
 * exchangeRows(first, second, end): of two rows of floats, up to address `end` of the first and a multiple of four, puts
 * the smaller entry of each column into the first and the larger into the second; NaN into both where one is NaN.
 */
export const exchangeRows: KernelSource = {
  name: "exchangeRows",
  body(write) {
    const first = write.parameter("i32");
    const second = write.parameter("i32");
    const end = write.parameter("i32");
    const [left, right] = [write.variable("v128"), write.variable("v128")];
    return repeatWhile(
      i32.less(first.get, end.get),
      left.set(v128.load(first.get)),
      right.set(v128.load(second.get)),
      v128.store(first.get, f32x4.min(left.get, right.get)),
      v128.store(second.get, f32x4.max(left.get, right.get)),
      first.set(i32.add(first.get, i32.constant(16))),
      second.set(i32.add(second.get, i32.constant(16))),
    );
  },
};
