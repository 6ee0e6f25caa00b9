import { describe, expect, it } from "vitest";
import { squaredDistances } from "../../../trainer/probes/pairwise-distances";
import { meanPairwiseDistance } from "../../../trainer/probes/sample-diversity";
import { onBackend } from "../on-backend";
import { distance, gaussian, mean, rowsOf } from "./sample-sets";

onBackend();

describe("squared distances", () => {
  it("are those of the definition, far from the origin too", () => {
    const [left, right] = [gaussian(7, 5, 1, 1, 300), gaussian(9, 5, 2, 1, 300)];
    const expected = rowsOf(left, 5).flatMap((a) => rowsOf(right, 5).map((b) => distance(a, b) ** 2));
    for (const [index, value] of squaredDistances(left, right, 5).entries())
      expect(value / expected[index]!).toBeCloseTo(1, 4);
  });

  it("are NaN for a row that is not finite, and for no other", () => {
    const table = squaredDistances(
      Float32Array.of(0, 0, Number.NaN, 1, 3, 4),
      Float32Array.of(0, 0, Number.POSITIVE_INFINITY, 1),
      2,
    );
    expect([...table]).toEqual([0, Number.NaN, Number.NaN, Number.NaN, 25, Number.NaN]);
  });
});

describe("sample diversity", () => {
  it("is the mean distance over pairs", () => {
    expect(meanPairwiseDistance(Float32Array.of(0, 0, 3, 4, 0, 0), 2)).toBeCloseTo(10 / 3, 6);
    const samples = gaussian(20, 5, 7);
    const rows = rowsOf(samples, 5);
    const expected = mean(rows.flatMap((a, i) => rows.slice(i + 1).map((b) => distance(a, b))));
    expect(meanPairwiseDistance(samples, 5)).toBeCloseTo(expected, 5);
  });

  it("is 0 for a generator that collapsed to one point", () => {
    expect(meanPairwiseDistance(new Float32Array(40).fill(0.3), 2)).toBe(0);
  });

  it("is the same far from the origin, and NaN with a sample that is not finite", () => {
    const far = gaussian(20, 5, 7, 1, 300);
    expect(meanPairwiseDistance(far, 5)).toBeCloseTo(meanPairwiseDistance(gaussian(20, 5, 7), 5), 3);
    for (const entry of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const place of [0, 7]) expect(meanPairwiseDistance(far.with(place, entry), 5)).toBeNaN();
  });
});
