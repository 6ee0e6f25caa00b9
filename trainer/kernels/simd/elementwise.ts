import type { FunctionWriter, Variable } from "./assembler";
import { type Code, i32, repeatWhile, v128 } from "./instructions";

/**
 * The body of a kernel that makes `count` numbers of as many at each source, four at a time. The last ones, up to
 * three, go through the same instructions one by one: a kernel is one formula.
 */
export function elementwise(
  write: FunctionWriter,
  parts: {
    sources: readonly Variable[];
    count: Variable;
    target: Variable;
    compute: (vectors: readonly Code[]) => Code;
  },
): Code {
  const { sources, count, target, compute } = parts;
  const [end, rest] = [write.variable("i32"), write.variable("i32")];
  const four = compute(sources.map((source) => v128.load(source.get)));
  const advance = (variable: Variable, by: number) => variable.set(i32.add(variable.get, i32.constant(by)));
  const bytes = (vectors: Code) => i32.multiply(vectors, i32.constant(4));
  const single = compute(sources.map((source) => v128.loadLow32(source.get)));
  return [
    ...rest.set(i32.and(count.get, i32.constant(3))),
    ...end.set(i32.add(target.get, bytes(i32.subtract(count.get, rest.get)))),
    ...repeatWhile(
      i32.less(target.get, end.get),
      v128.store(target.get, four),
      ...[...sources, target].map((pointer) => advance(pointer, 16)),
    ),
    ...end.set(i32.add(target.get, bytes(rest.get))),
    ...repeatWhile(
      i32.less(target.get, end.get),
      v128.storeLow32(target.get, single),
      ...[...sources, target].map((pointer) => advance(pointer, 4)),
    ),
  ];
}
