import type { KernelSource, Variable } from "./assembler";
import { type Code, f32x4, f64, f64x2, i32, repeatWhile, v128 } from "./instructions";

/**
 * adamUpdate(weights, gradient, mean, meanSquare, count, beta1, rest1, beta2, rest2, rate, correction, epsilon, sums):
 * one update of `count` weights, an even number, in place (optimizers/adam.ts has the formula; rest = 1 - beta). In
 * doubles, two weights at a time, with the operations of the formula in its order: what is stored is bitwise what
 * the same loop in JavaScript stores. Adds the squares of updates and weights to the two doubles at `sums`.
 */
export const adamUpdate: KernelSource = {
  name: "adamUpdate",
  body(write) {
    const [weights, gradient, mean, meanSquare, count] = Array.from({ length: 5 }, () =>
      write.parameter("i32"),
    ) as Five;
    const [beta1, rest1, beta2, rest2, rate, correction, epsilon] = Array.from({ length: 7 }, () =>
      write.parameter("f64"),
    ) as Seven;
    const sums = write.parameter("i32");
    const end = write.variable("i32");
    const [slope, m, v, weight, update] = Array.from({ length: 5 }, () => write.variable("v128")) as Five;
    const [updates, squares] = [write.variable("v128"), write.variable("v128")];

    const two = (address: Variable): Code => f32x4.promoteLow(v128.loadLow64(address.get));
    const store = (address: Variable, value: Variable) =>
      v128.storeLow64(address.get, f64x2.demote(value.get));
    const splat = (number: Variable) => f64x2.splat(number.get);
    const product = f64x2.multiply;
    const sumOf = (vector: Variable, offset: number) =>
      f64.store(
        sums.get,
        f64.add(f64.load(sums.get, offset), f64.add(f64x2.lane(vector.get, 0), f64x2.lane(vector.get, 1))),
        offset,
      );
    return [
      ...end.set(i32.add(weights.get, i32.multiply(count.get, i32.constant(4)))),
      ...repeatWhile(
        i32.less(weights.get, end.get),
        slope.set(two(gradient)),
        m.set(f64x2.add(product(splat(beta1), two(mean)), product(splat(rest1), slope.get))),
        v.set(
          f64x2.add(
            product(splat(beta2), two(meanSquare)),
            product(product(splat(rest2), slope.get), slope.get),
          ),
        ),
        store(mean, m),
        store(meanSquare, v),
        weight.set(two(weights)),
        update.set(
          f64x2.divide(
            product(splat(rate), m.get),
            f64x2.add(f64x2.sqrt(product(v.get, splat(correction))), splat(epsilon)),
          ),
        ),
        updates.set(f64x2.add(updates.get, product(update.get, update.get))),
        squares.set(f64x2.add(squares.get, product(weight.get, weight.get))),
        weight.set(f64x2.subtract(weight.get, update.get)),
        store(weights, weight),
        ...[weights, gradient, mean, meanSquare].map((pointer) =>
          pointer.set(i32.add(pointer.get, i32.constant(8))),
        ),
      ),
      ...sumOf(updates, 0),
      ...sumOf(squares, 8),
    ];
  },
};

type Five = [Variable, Variable, Variable, Variable, Variable];
type Seven = [...Five, Variable, Variable];
