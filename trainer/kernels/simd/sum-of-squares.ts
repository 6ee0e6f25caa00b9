import type { KernelSource, Variable } from "./assembler";
import { type Code, f32x4, f64, f64x2, i32, repeatWhile, v128 } from "./instructions";

/**
 * sumOfSquares(source, count, sum): writes the sum of the squares of `count` floats, a multiple of 8, to the double at
 * `sum`. Squared and added up as doubles, two floats at a time in each of four accumulators: with one, each addition
 * would wait for the one before it.
 */
export const sumOfSquares: KernelSource = squaresOf("sumOfSquares", 1, ([source], offset) =>
  two(source!, offset),
);

/** sumOfSquaredDifferences(source, other, count, sum): the same of source - other. */
export const sumOfSquaredDifferences: KernelSource = squaresOf(
  "sumOfSquaredDifferences",
  2,
  ([source, other], offset) => f64x2.subtract(two(source!, offset), two(other!, offset)),
);

function two(address: Variable, offset: number): Code {
  return f32x4.promoteLow(v128.loadLow64(address.get, offset));
}

function squaresOf(
  name: string,
  arrays: number,
  pairAt: (sources: readonly Variable[], offset: number) => Code,
): KernelSource {
  return {
    name,
    body(write) {
      const sources = Array.from({ length: arrays }, () => write.parameter("i32"));
      const [count, sum] = [write.parameter("i32"), write.parameter("i32")];
      const end = write.variable("i32");
      const pairs = Array.from({ length: 4 }, () => write.variable("v128"));
      const sums = Array.from({ length: 4 }, () => write.variable("v128"));
      const [source, total] = [sources[0]!, sums[0]!];
      return [
        ...end.set(i32.add(source.get, i32.multiply(count.get, i32.constant(4)))),
        ...repeatWhile(
          i32.less(source.get, end.get),
          ...pairs.map((pair, index) => pair.set(pairAt(sources, 8 * index))),
          ...sums.map((lane, index) =>
            lane.set(f64x2.add(lane.get, f64x2.multiply(pairs[index]!.get, pairs[index]!.get))),
          ),
          ...sources.map((pointer) => pointer.set(i32.add(pointer.get, i32.constant(32)))),
        ),
        ...total.set(sums.map((lane) => lane.get).reduce((left, right) => f64x2.add(left, right))),
        ...f64.store(sum.get, f64.add(f64x2.lane(total.get, 0), f64x2.lane(total.get, 1))),
      ];
    },
  };
}
