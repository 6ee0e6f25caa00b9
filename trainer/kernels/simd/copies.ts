import type { KernelSource } from "./assembler";
import { f32, i32, repeatWhile, v128 } from "./instructions";

/** fillZeros(target, count). */
export const fillZeros: KernelSource = {
  name: "fillZeros",
  body(write) {
    const [target, count] = [write.parameter("i32"), write.parameter("i32")];
    const [end, whole] = [write.variable("i32"), write.variable("i32")];
    const bytes = (numbers: typeof count.get) => i32.multiply(numbers, i32.constant(4));
    return [
      ...end.set(i32.add(target.get, bytes(count.get))),
      ...whole.set(i32.add(target.get, bytes(i32.and(count.get, i32.constant(-4))))),
      ...repeatWhile(
        i32.less(target.get, whole.get),
        v128.store(target.get, v128.zero),
        target.set(i32.add(target.get, i32.constant(16))),
      ),
      ...repeatWhile(
        i32.less(target.get, end.get),
        f32.store(target.get, f32.constant(0)),
        target.set(i32.add(target.get, i32.constant(4))),
      ),
    ];
  },
};

/**
 * copyRows(source, sourceStride, target, targetStride, rows, count): `count` floats of each row, of matrices whose
 * rows are that many floats apart.
 */
export const copyRows: KernelSource = {
  name: "copyRows",
  body(write) {
    const [source, sourceStride, target, targetStride, rows, count] = Array.from({ length: 6 }, () =>
      write.parameter("i32"),
    );
    const [row, from, to, whole, end] = Array.from({ length: 5 }, () => write.variable("i32"));
    const bytes = (numbers: readonly number[]) => i32.multiply(numbers, i32.constant(4));
    const next = (variable: typeof row, by: readonly number[]) => variable!.set(i32.add(variable!.get, by));
    return [
      ...row!.set(i32.constant(0)),
      ...repeatWhile(
        i32.less(row!.get, rows!.get),
        from!.set(source!.get),
        to!.set(target!.get),
        end!.set(i32.add(to!.get, bytes(count!.get))),
        whole!.set(i32.add(to!.get, bytes(i32.and(count!.get, i32.constant(-4))))),
        repeatWhile(
          i32.less(to!.get, whole!.get),
          v128.store(to!.get, v128.load(from!.get)),
          next(from, i32.constant(16)),
          next(to, i32.constant(16)),
        ),
        repeatWhile(
          i32.less(to!.get, end!.get),
          f32.store(to!.get, f32.load(from!.get)),
          next(from, i32.constant(4)),
          next(to, i32.constant(4)),
        ),
        next(source, bytes(sourceStride!.get)),
        next(target, bytes(targetStride!.get)),
        next(row, i32.constant(1)),
      ),
    ];
  },
};
