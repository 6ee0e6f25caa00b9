import type { FunctionWriter, KernelSource, Variable } from "./assembler";
import { type Code, f32, f32x4, i32, repeatWhile, v128 } from "./instructions";

/**
 * Layer normalization (Ba 2016) of rows of `columns` numbers, a multiple of 4. With m and r a row's mean and
 * 1 / sqrt(variance + epsilon):
 *
 *   normalizeRows(x, rows, columns, gain, shift, y, epsilon):      y = (x - m) r gain + shift
 *   normalizeRowsBack(dy, x, rows, columns, gain, dx, epsilon):    dx = r (e - mean(e) - z mean(e z)),
 *                                                                  e = dy gain, z = (x - m) r
 *   normalizeRowsGain(dy, x, rows, columns, dgain, epsilon):       dgain += dy z, over all rows
 */
export const normalizeRows: KernelSource = {
  name: "normalizeRows",
  body(write) {
    const [x, rows, columns, gain, shift, y] = integers(write, 6);
    const row = statistics(write, x, rows, columns, write.parameter("f32"));
    const [factor, term] = [pointer(write), pointer(write)];
    return row.each([
      ...factor.set(gain.get),
      ...term.set(shift.get),
      ...row.across([factor, term, y], () =>
        v128.store(
          y.get,
          f32x4.add(
            f32x4.multiply(row.normalized(v128.load(row.at.get)), v128.load(factor.get)),
            v128.load(term.get),
          ),
        ),
      ),
    ]);
  },
};

export const normalizeRowsBack: KernelSource = {
  name: "normalizeRowsBack",
  body(write) {
    const [dy, x, rows, columns, gain, dx] = integers(write, 6);
    const row = statistics(write, x, rows, columns, write.parameter("f32"));
    const [factor, error] = [pointer(write), pointer(write)];
    const [e, z, errors, products] = vectors(write, 4);
    const load = [
      ...e.set(f32x4.multiply(v128.load(error.get), v128.load(factor.get))),
      ...z.set(row.normalized(v128.load(row.at.get))),
    ];
    const start = [...factor.set(gain.get), ...error.set(dy.get)];
    return row.each([
      ...errors.set(v128.zero),
      ...products.set(v128.zero),
      ...start,
      ...row.across([factor, error], () => [
        ...load,
        ...errors.set(f32x4.add(errors.get, e.get)),
        ...products.set(f32x4.add(products.get, f32x4.multiply(e.get, z.get))),
      ]),
      ...errors.set(row.meanOf(errors)),
      ...products.set(row.meanOf(products)),
      ...start,
      ...row.across([factor, error, dx], () => [
        ...load,
        ...v128.store(
          dx.get,
          f32x4.multiply(
            row.scale.get,
            f32x4.subtract(f32x4.subtract(e.get, errors.get), f32x4.multiply(z.get, products.get)),
          ),
        ),
      ]),
      ...dy.set(error.get),
    ]);
  },
};

export const normalizeRowsGain: KernelSource = {
  name: "normalizeRowsGain",
  body(write) {
    const [dy, x, rows, columns, dgain] = integers(write, 5);
    const row = statistics(write, x, rows, columns, write.parameter("f32"));
    const target = pointer(write);
    return row.each([
      ...target.set(dgain.get),
      ...row.across([dy, target], () =>
        v128.store(
          target.get,
          f32x4.add(
            v128.load(target.get),
            f32x4.multiply(v128.load(dy.get), row.normalized(v128.load(row.at.get))),
          ),
        ),
      ),
    ]);
  },
};

/** Goes through the rows of x, and knows mean and scale of the one it is at. */
function statistics(
  write: FunctionWriter,
  x: Variable,
  rows: Variable,
  columns: Variable,
  epsilon: Variable,
) {
  const [index, at, end] = [pointer(write), pointer(write), pointer(write)];
  const [mean, scale, sum] = vectors(write, 3);
  const advance = (by: Variable) => by.set(i32.add(by.get, i32.constant(16)));
  /** Four columns at a time; `beside` advance along. */
  const across = (beside: readonly Variable[], body: () => Code): Code => [
    ...at.set(x.get),
    ...repeatWhile(i32.less(at.get, end.get), body(), advance(at), ...beside.map(advance)),
  ];
  const meanOf = (vector: Variable) =>
    f32x4.splat(
      f32.divide(
        [0, 1, 2, 3]
          .map((lane) => f32x4.lane(vector.get, lane))
          .reduce((left, right) => f32.add(left, right)),
        f32.fromInteger(columns.get),
      ),
    );
  const centred = (value: Code) => f32x4.subtract(value, mean.get);
  return {
    at,
    scale,
    across,
    meanOf,
    normalized: (value: Code) => f32x4.multiply(centred(value), scale.get),
    each: (body: Code): Code => [
      ...index.set(i32.constant(0)),
      ...repeatWhile(
        i32.less(index.get, rows.get),
        end.set(i32.add(x.get, i32.multiply(columns.get, i32.constant(4)))),
        sum.set(v128.zero),
        across([], () => sum.set(f32x4.add(sum.get, v128.load(at.get)))),
        mean.set(meanOf(sum)),
        sum.set(v128.zero),
        across([], () => [
          ...scale.set(centred(v128.load(at.get))),
          ...sum.set(f32x4.add(sum.get, f32x4.multiply(scale.get, scale.get))),
        ]),
        scale.set(
          f32x4.divide(f32x4.constant(1), f32x4.sqrt(f32x4.add(meanOf(sum), f32x4.splat(epsilon.get)))),
        ),
        body,
        x.set(end.get),
        index.set(i32.add(index.get, i32.constant(1))),
      ),
    ],
  };
}

const pointer = (write: FunctionWriter) => write.variable("i32");

const integers = (write: FunctionWriter, count: number) =>
  Array.from({ length: count }, () => write.parameter("i32")) as [
    Variable,
    Variable,
    Variable,
    Variable,
    Variable,
    Variable,
  ];

const vectors = (write: FunctionWriter, count: number) =>
  Array.from({ length: count }, () => write.variable("v128")) as [Variable, Variable, Variable, Variable];
