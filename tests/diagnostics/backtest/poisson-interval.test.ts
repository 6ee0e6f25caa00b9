import { expect, test } from "vitest";
import { poissonInterval } from "../../../diagnostics/backtest/poisson-interval";

/** Garwood's bounds as printed in tables of exact Poisson intervals. */
test.each([
  [0, 0, 3.689],
  [1, 0.0253, 5.572],
  [5, 1.623, 11.668],
  [10, 4.795, 18.39],
  [100, 81.36, 121.63],
])("of %i events the mean lies between %f and %f", (count, low, high) => {
  const interval = poissonInterval(count);
  expect(interval.low).toBeCloseTo(low, 2);
  expect(interval.high).toBeCloseTo(high, 2);
});

/** Byar's approximation, by cube roots: within a thousandth of the exact one for so many. */
test.each([800, 5000, 40_000])(
  "of %i events, where e^-mean is 0, it is what Byar's formula says",
  (count) => {
    const byar = (n: number, z: number) => n * (1 - 1 / (9 * n) + z / (3 * Math.sqrt(n))) ** 3;
    const { low, high } = poissonInterval(count);
    expect(low / byar(count, -1.959964)).toBeCloseTo(1, 4);
    expect(high / byar(count + 1, 1.959964)).toBeCloseTo(1, 4);
  },
);
