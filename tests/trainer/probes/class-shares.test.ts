import { describe, expect, it } from "vitest";
import { inceptionScore } from "../../../trainer/probes/inception-score";
import { reverseKl } from "../../../trainer/probes/reverse-kl";
import { mean } from "./sample-sets";

describe("Inception score", () => {
  it("is the number of classes when each sample is surely of one and all are met equally", () => {
    const logits = new Float32Array(16);
    for (let sample = 0; sample < 4; sample += 1) logits[sample * 4 + sample] = 200;
    expect(inceptionScore(logits, 4)).toBeCloseTo(4, 6);
  });

  it("is 1 when all samples are alike, or none is of any class", () => {
    expect(inceptionScore(Float32Array.of(50, 0, 50, 0), 2)).toBeCloseTo(1, 9);
    expect(inceptionScore(new Float32Array(12), 3)).toBeCloseTo(1, 9);
  });

  it("is the exponential of the mutual information of sample and class", () => {
    const shares = [
      [0.7, 0.2, 0.1],
      [0.1, 0.3, 0.6],
    ];
    const logits = Float32Array.from(shares.flat().map((share) => Math.log(share) + 5));
    const marginal = [0.4, 0.25, 0.35];
    const divergences = shares.map((row) =>
      row.reduce((sum, share, index) => sum + share * Math.log(share / marginal[index]!), 0),
    );
    expect(inceptionScore(logits, 3)).toBeCloseTo(Math.exp(mean(divergences)), 6);
  });
});

describe("reverse Kullback-Leibler divergence over modes", () => {
  const pair = { centres: [[1, 0] as const, [-1, 0] as const], sigma: 0.1 };

  it("is 0 for even shares, log K for one mode, and between them that of the shares", () => {
    expect(reverseKl(Float32Array.of(1, 0, -1, 0), pair)).toBe(0);
    expect(reverseKl(Float32Array.of(1, 0.1, 2, 0), pair)).toBeCloseTo(Math.log(2), 12);
    const threeToOne = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
    expect(reverseKl(Float32Array.of(1, 0, 1, 1, 3, 0, -1, 0), pair)).toBeCloseTo(threeToOne, 12);
  });

  it("leaves out samples that are not finite, and is NaN without any other", () => {
    expect(reverseKl(Float32Array.of(1, 0, -1, 0, Number.NaN, 0, Number.POSITIVE_INFINITY, 0), pair)).toBe(0);
    expect(reverseKl(Float32Array.of(0, Number.NaN), pair)).toBeNaN();
  });
});
