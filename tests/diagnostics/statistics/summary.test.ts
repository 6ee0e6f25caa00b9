import { describe, expect, it } from "vitest";
import { describeArm, worstOutcome } from "../../../diagnostics/statistics/arm-outcome";
import { summarizeOutcome } from "../../../diagnostics/statistics/summarize-outcome";
import {
  interquartileRange,
  mean,
  median,
  quantile,
  standardDeviation,
} from "../../../diagnostics/statistics/summary";

describe("summary", () => {
  it("gives mean, sample standard deviation and quantiles worked out by hand", () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(median(values)).toBe(4.5);
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect(interquartileRange([1, 2, 3, 4])).toEqual({ low: 1.75, high: 3.25 });
  });

  it("keeps an infinite value from turning the quantiles beside it into NaN", () => {
    expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.5)).toBe(2);
    expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 1)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("has no deviation for one value and no mean for none", () => {
    expect(standardDeviation([1])).toBeNaN();
    expect(mean([])).toBeNaN();
  });
});

describe("outcome of a run", () => {
  const points = Array.from({ length: 50 }, (_, i) => ({ step: i * 20, value: i }));

  it("is the mean over the last steps, not the last points", () => {
    // Steps 900, 920, 940, 960, 980 of a run of 1,000.
    expect(summarizeOutcome(points, 100, 1000)).toBe((45 + 46 + 47 + 48 + 49) / 5);
  });

  it("ends with the last point where the run's length is not given", () => {
    expect(summarizeOutcome(points, 41)).toBe((47 + 48 + 49) / 3);
  });

  it("is not finite where one of its points is not", () => {
    expect(summarizeOutcome([...points.slice(0, -1), { step: 980, value: Number.NaN }], 100, 1000)).toBeNaN();
  });

  it("is missing where the series has no point there", () => {
    expect(summarizeOutcome(points.slice(0, 10), 100, 1000)).toBeNull();
  });
});

describe("outcome of an arm", () => {
  it("counts a diverged run with the worst value seen", () => {
    const outcomes = [
      { seed: 0, value: 0.4, state: "finished" as const },
      { seed: 1, value: null, state: "failed" as const },
      { seed: 2, value: null, state: "running" as const },
    ];
    const worst = worstOutcome([outcomes, [{ seed: 0, value: 0.1, state: "finished" }]], "higher");
    expect(worst).toBe(0.1);
    expect(describeArm(outcomes, worst)).toMatchObject({ n: 2, mean: 0.25, failed: 1 });
  });
});
