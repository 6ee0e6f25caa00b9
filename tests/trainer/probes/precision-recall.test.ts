import { describe, expect, it } from "vitest";
import { createRealFeatures } from "../../../trainer/probes/feature-pairs";
import { createPrecisionRecall } from "../../../trainer/probes/precision-recall";
import { onBackend } from "../on-backend";
import { distance, gaussian, mean, rowsOf } from "./sample-sets";

onBackend();

describe("precision, recall, density and coverage", () => {
  const report = (reals: Float32Array, samples: Float32Array, d: number) => {
    const points = new Map<string, number>();
    const realFeatures = createRealFeatures(reals, d);
    createPrecisionRecall(realFeatures).report(points, realFeatures.pairsWith(samples));
    return Object.fromEntries(points) as Record<string, number>;
  };

  /** By the definitions: balls as lists of neighbours by sorting all distances. */
  function bruteForce(reals: number[][], samples: number[][], k = 5) {
    const radius = (point: number[], set: number[][]) =>
      set
        .filter((other) => other !== point)
        .map((other) => distance(point, other))
        .sort((a, b) => a - b)[k - 1]!;
    const inRealBall = (sample: number[], real: number[]) => distance(sample, real) <= radius(real, reals);
    return {
      "sample/precision": mean(samples.map((x) => Number(reals.some((y) => inRealBall(x, y))))),
      "sample/recall": mean(
        reals.map((y) => Number(samples.some((x) => distance(x, y) <= radius(x, samples)))),
      ),
      "sample/density": mean(samples.map((x) => reals.filter((y) => inRealBall(x, y)).length)) / k,
      "sample/coverage": mean(reals.map((y) => Number(samples.some((x) => inRealBall(x, y))))),
    };
  }

  it("follow the definitions", () => {
    const [reals, samples] = [gaussian(40, 3, 1), gaussian(30, 3, 2, 0.6, 0.5)];
    const expected = bruteForce(rowsOf(reals, 3), rowsOf(samples, 3));
    const found = report(reals, samples, 3);
    for (const [name, value] of Object.entries(expected)) expect(found[name], name).toBeCloseTo(value, 9);
    expect(found["sample/precision"]).toBeGreaterThan(found["sample/recall"]!);
  });

  it("come near 1 between two sets of one distribution, coverage to the share known in closed form", () => {
    const found = report(gaussian(400, 2, 3), gaussian(400, 2, 4), 2);
    expect(found["sample/precision"]).toBeGreaterThan(0.95);
    expect(found["sample/recall"]).toBeGreaterThan(0.95);
    expect(found["sample/density"]).toBeCloseTo(1, 1);
    const missed = [1, 2, 3, 4, 5].reduce((share, k) => (share * (400 - k)) / (800 - k), 1);
    expect(found["sample/coverage"]).toBeCloseTo(1 - missed, 1);
  });

  it("tell collapse, precise and of no recall, from samples that lie anywhere else", () => {
    const reals = gaussian(100, 2, 5);
    const collapsed = report(reals, new Float32Array(200), 2);
    expect(collapsed["sample/precision"]).toBe(1);
    expect(collapsed["sample/recall"]).toBe(0);
    expect(collapsed["sample/coverage"]).toBeLessThan(0.3);
    expect(Object.values(report(reals, gaussian(100, 2, 6, 0.1, 50), 2))).toEqual([0, 0, 0, 0]);
  });

  it("draw no ball around a sample without five finite neighbours", () => {
    const samples = new Float32Array(60).fill(Number.NaN);
    samples.set([0.1, 0.1, 0.2, 0.2]);
    const found = report(gaussian(50, 2, 7), samples, 2);
    expect(found["sample/recall"]).toBe(0);
    expect(found["sample/precision"]).toBeCloseTo(2 / 30, 6);
  });

  it("count samples that are not finite as far from everything", () => {
    const [reals, samples] = [gaussian(50, 2, 7), gaussian(50, 2, 8)];
    expect(report(reals, samples, 2)["sample/precision"]).toBeGreaterThan(0.9);
    for (let row = 0; row < 10; row += 1) samples[2 * row] = row < 5 ? Number.NaN : Number.POSITIVE_INFINITY;
    const found = report(reals, samples, 2);
    expect(found["sample/precision"]).toBeLessThanOrEqual(0.8);
    expect(found["sample/recall"]).toBeGreaterThan(0.8);
  });
});
