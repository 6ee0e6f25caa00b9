import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFigure, formatStep } from "../../diagnostics/format-figure";
import { MedianWindow, madToSigma } from "../../diagnostics/windows/median-window";

function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return n % 2 === 1
    ? (sorted[(n - 1) / 2] as number)
    : ((sorted[n / 2 - 1] as number) + (sorted[n / 2] as number)) / 2;
}

describe("median window", () => {
  it("equals median and MAD computed from scratch over its last values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (values, capacity) => {
          const window = new MedianWindow(capacity);
          for (const value of values) window.push(value);
          const last = values.slice(-capacity);
          const median = medianOf(last);
          expect(window.size).toBe(last.length);
          expect(window.median()).toBeCloseTo(median, 6);
          expect(window.sigma()).toBeCloseTo(
            madToSigma * medianOf(last.map((value) => Math.abs(value - median))),
            5,
          );
        },
      ),
    );
  });

  it("has no median while it is empty", () => {
    expect(new MedianWindow(3).median()).toBeNaN();
    expect(new MedianWindow(3).sigma()).toBeNaN();
  });
});

describe("figures in sentences", () => {
  it.each([
    [0.03124, "0.0312"],
    [1243, "1243"],
    [12430, "1.24e4"],
    [0.0000124, "1.24e-5"],
    [310.4, "310"],
    [3.98, "3.98"],
    [0, "0"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [-2.5, "-2.5"],
  ])("%f reads %s", (value, text) => expect(formatFigure(value)).toBe(text));

  it("groups the digits of long step numbers", () => {
    expect(formatStep(9999)).toBe("9999");
    expect(formatStep(1234567)).toBe("1 234 567");
  });
});
