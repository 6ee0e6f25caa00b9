import type { KernelSource, Variable } from "./assembler";
import { type Code, f32x4, f64, f64x2, i32, repeatWhile, v128 } from "./instructions";

/**
 * sumOfSquares(source, count, sum): writes the sum of the squares of `count` floats, a multiple of 8, to the double at
 * `sum`. Squared and added up as doubles, two floats at a time in each of four accumulators: with one, each addition
 * would wait for the one before it.
 */
export const sumOfSquares: KernelSource = {
  name: "sumOfSquares",
  body(write) {
    const [source, count, sum] = Array.from({ length: 3 }, () => write.parameter("i32")) as Three;
    const end = write.variable("i32");
    const pairs = Array.from({ length: 4 }, () => write.variable("v128"));
    const sums = Array.from({ length: 4 }, () => write.variable("v128"));
    const total = (lanes: readonly Variable[]): Code =>
      lanes.map((lane) => lane.get).reduce((left, right) => f64x2.add(left, right));
    const [first] = sums as [Variable];
    return [
      ...end.set(i32.add(source.get, i32.multiply(count.get, i32.constant(4)))),
      ...repeatWhile(
        i32.less(source.get, end.get),
        ...pairs.map((pair, index) => pair.set(f32x4.promoteLow(v128.loadLow64(source.get, 8 * index)))),
        ...sums.map((lane, index) =>
          lane.set(f64x2.add(lane.get, f64x2.multiply(pairs[index]!.get, pairs[index]!.get))),
        ),
        source.set(i32.add(source.get, i32.constant(32))),
      ),
      ...first.set(total(sums)),
      ...f64.store(sum.get, f64.add(f64x2.lane(first.get, 0), f64x2.lane(first.get, 1))),
    ];
  },
};

type Three = [Variable, Variable, Variable];
