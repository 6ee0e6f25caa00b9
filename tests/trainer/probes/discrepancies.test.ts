import { describe, expect, it } from "vitest";
import { createRealFeatures } from "../../../trainer/probes/feature-pairs";
import { createKernelDistance } from "../../../trainer/probes/kernel-distance";
import { createMeanDiscrepancy } from "../../../trainer/probes/mean-discrepancy";
import { onBackend } from "../on-backend";
import { distance, gaussian, mean, rowsOf, unbiasedDiscrepancy } from "./sample-sets";

onBackend();

describe("kernel distance", () => {
  function kernelDistance(samples: Float32Array, reals: Float32Array, d: number): number {
    const realFeatures = createRealFeatures(reals, d);
    return createKernelDistance(realFeatures).distanceOf(realFeatures.pairsWith(samples));
  }

  it("is the unbiased discrepancy of the cubic kernel", () => {
    const [x, y] = [gaussian(12, 6, 1, 1, 0.5), gaussian(15, 6, 2)];
    const kernel = (a: number[], b: number[]) =>
      (a.reduce((sum, entry, index) => sum + entry * b[index]!, 0) / 6 + 1) ** 3;
    const expected = unbiasedDiscrepancy(rowsOf(x, 6), rowsOf(y, 6), kernel);
    expect(kernelDistance(x, y, 6)).toBeCloseTo(expected, 5);
  });

  it("averages to 0 over sets of one distribution", () => {
    const values = Array.from({ length: 200 }, (_, trial) =>
      kernelDistance(gaussian(20, 3, 2 * trial + 1), gaussian(20, 3, 2 * trial), 3),
    );
    const error = Math.sqrt(mean(values.map((value) => value ** 2)) / values.length);
    expect(Math.abs(mean(values))).toBeLessThan(3 * error);
    expect(values.some((value) => value < 0)).toBe(true);
  });
});

describe("mean discrepancy", () => {
  it("is the unbiased discrepancy of a Gaussian kernel as wide as the median distance between reals", () => {
    const [x, y] = [gaussian(12, 4, 1, 2), gaussian(14, 4, 2)];
    const reals = rowsOf(y, 4);
    const distances = reals.flatMap((a, i) => reals.slice(i + 1).map((b) => distance(a, b)));
    const sorted = distances.sort((a, b) => a - b);
    const width = Math.sqrt((sorted[45]! ** 2 + sorted[45]! ** 2) / 2);
    expect(sorted).toHaveLength(91);
    const discrepancy = createMeanDiscrepancy(y, 4);
    expect(discrepancy.width).toBeCloseTo(width, 5);
    const kernel = (a: number[], b: number[]) => Math.exp(-(distance(a, b) ** 2) / (2 * width ** 2));
    expect(discrepancy.distanceOf(x)).toBeCloseTo(unbiasedDiscrepancy(rowsOf(x, 4), reals, kernel), 5);
  });

  it("is about 0 for alike sets and 2 for sets that are far apart and each at one point", () => {
    const reals = gaussian(200, 2, 5);
    const discrepancy = createMeanDiscrepancy(reals, 2);
    expect(Math.abs(discrepancy.distanceOf(gaussian(200, 2, 6)))).toBeLessThan(0.02);
    const among = discrepancy.distanceOf(new Float32Array(400).fill(1e4)) - 1;
    expect(among).toBeGreaterThan(0);
    expect(discrepancy.distanceOf(new Float32Array(400).fill(Number.NaN))).toBeNaN();
  });
});
