import { describe, expect, it } from "vitest";
import {
  incompleteBeta,
  meanInterval,
  tQuantile,
  tTwoSidedP,
} from "../../../diagnostics/statistics/student-t";

/** NIST/SEMATECH e-Handbook table 1.3.6.7.2 and R's qt(): [probability, degrees of freedom, t]. */
const table: [number, number, number][] = [
  [0.975, 1, 12.706204736432095],
  [0.975, 2, 4.302652729911275],
  [0.975, 5, 2.570581835636314],
  [0.975, 14, 2.1447866879169273],
  [0.975, 30, 2.0422724563012373],
  [0.975, 1000, 1.9623390808264078],
  [0.95, 5, 2.0150483733330233],
  [0.995, 10, 3.169272672616872],
  [0.9995, 3, 12.923978636687485],
];

describe("Student's t", () => {
  it.each(table)("quantile(%f, %i degrees of freedom) is the tabulated %f", (probability, df, t) => {
    expect(tQuantile(probability, df)).toBeCloseTo(t, 9);
    expect(tQuantile(1 - probability, df)).toBeCloseTo(-t, 7);
  });

  it("agrees with the closed forms for 1 and 2 degrees of freedom", () => {
    for (const t of [0.01, 0.5, 1, 3, 40]) {
      expect(tTwoSidedP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(tTwoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });

  it("agrees with numerical integration of the beta density", () => {
    for (const [x, a, b] of [
      [0.3, 2.5, 1.5],
      [0.8, 4, 3],
      [0.05, 7, 2],
    ] as const) {
      const steps = 200_000;
      let part = 0;
      let whole = 0;
      for (let i = 0; i < steps; i++) {
        const u = (i + 0.5) / steps;
        const density = u ** (a - 1) * (1 - u) ** (b - 1);
        whole += density;
        if (u < x) part += density;
      }
      expect(incompleteBeta(x, a, b)).toBeCloseTo(part / whole, 5);
    }
  });

  it("gives the interval of a mean worked out by hand", () => {
    // mean 3, sd sqrt(2.5), n 5: 3 +- 2.7764451 * 1.5811388 / sqrt(5)
    const interval = meanInterval([1, 2, 3, 4, 5]);
    expect(interval?.low).toBeCloseTo(3 - 1.9632432, 6);
    expect(interval?.high).toBeCloseTo(3 + 1.9632432, 6);
  });

  it("has no interval for a single value", () => {
    expect(meanInterval([4])).toBeNull();
  });
});
