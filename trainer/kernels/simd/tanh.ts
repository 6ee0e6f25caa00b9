import type { KernelSource } from "./assembler";
import { elementwise } from "./elementwise";
import { type Code, f32x4 } from "./instructions";

/**
 * tanhValues(source, count, target): the hyperbolic tangent as a quotient of polynomials, x P(x^2) / Q(x^2), within
 * 3e-7 of it everywhere, and relatively so near 0. Beyond +-7.905 it is 1 to the last bit of a float; NaN stays NaN.
 *
 * Source of the coefficients: Eigen 3.4, `MathFunctionsImpl.h` (`generic_fast_tanh_float`).
 */
const limit = 7.905311;
const numerator = [
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
];
const denominator = [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3];

export const tanhValues: KernelSource = {
  name: "tanhValues",
  body(write) {
    const [source, count, target] = [0, 1, 2].map(() => write.parameter("i32"));
    const [x, square] = [write.variable("v128"), write.variable("v128")];
    /** Horner's scheme, from the highest power down. */
    const polynomial = (coefficients: readonly number[]): Code =>
      coefficients
        .map((coefficient) => f32x4.constant(coefficient))
        .reduce((value, coefficient) => f32x4.add(f32x4.multiply(value, square.get), coefficient));
    return elementwise(write, {
      sources: [source!],
      count: count!,
      target: target!,
      compute: ([value]) => [
        ...x.set(f32x4.max(f32x4.min(value!, f32x4.constant(limit)), f32x4.constant(-limit))),
        ...square.set(f32x4.multiply(x.get, x.get)),
        ...f32x4.divide(f32x4.multiply(x.get, polynomial(numerator)), polynomial(denominator)),
      ],
    });
  },
};
