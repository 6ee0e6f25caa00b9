import { expect, test } from "vitest";
import { describeSmoothing, smooth } from "../../../app/charts/smoothing";

const steps = (count: number, every = 1) => Array.from({ length: count }, (_, index) => index * every);

test("no smoothing gives the values back", () => {
  expect(smooth([0, 1, 2], [3, 1, 2], 0, "linear")).toEqual([3, 1, 2]);
});

test("after tau steps a jump has been followed to 1 - 1/e", () => {
  const values = [0, ...Array.from({ length: 20 }, () => 1)];
  expect(smooth(steps(21), values, 20, "linear")[20]).toBeCloseTo(1 - Math.exp(-1), 12);
});

test("on a log axis the logarithms are averaged", () => {
  const [, second] = smooth([0, 1], [1, 100], 1, "log");
  const weight = Math.exp(-1);
  expect(Math.log10(second ?? 0)).toBeCloseTo((1 - weight) * 2, 12);
});

test("constant values stay as they are at any spacing", () => {
  for (const every of [1, 7, 100])
    for (const value of smooth(
      steps(30, every),
      Array.from({ length: 30 }, () => 2.5),
      10,
      "linear",
    ))
      expect(value).toBeCloseTo(2.5, 12);
});

test("half as many points with the same course are smoothed alike", () => {
  const ramp = (every: number) => steps(1 + 400 / every, every);
  const fine = smooth(ramp(1), ramp(1), 20, "linear").at(-1) ?? 0;
  const coarse = smooth(ramp(2), ramp(2), 20, "linear").at(-1) ?? 0;
  // Both lag the ramp by about tau; the discretization differs by half a step.
  expect(Math.abs(fine - coarse)).toBeLessThan(1);
});

test("a gap stays a gap and does not poison what follows", () => {
  const smoothed = smooth(steps(4), [1, Number.NaN, Number.POSITIVE_INFINITY, 1], 10, "linear");
  expect(smoothed[1]).toBeNaN();
  expect(smoothed[2]).toBeNaN();
  expect(smoothed[3]).toBeCloseTo(1, 12);
  expect(smooth(steps(2), [0, 1], 10, "log")[0]).toBeNaN();
});

test("the smoothing says its constant", () => {
  expect(describeSmoothing(20)).toContain("20 steps");
});
