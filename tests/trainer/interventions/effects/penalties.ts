import { describe, expect, it } from "vitest";
import { mean, trainBriefly } from "../train-briefly";
import {
  adam,
  classifier,
  critic,
  fakesOf,
  linesOf,
  meanSlope,
  plainClassifier,
  reals,
  rnn,
} from "./planar-runs";

export const effectsOfPenalties = () =>
  describe("gradient penalties", () => {
    const fast = { ...critic, discriminatorOptimizer: adam(3e-3) };

    it("wgan-gp pulls the critic's slope between samples to 1", () => {
      const plain = trainBriefly(fast, "none");
      const run = trainBriefly(fast, "wgan-gp:coefficient=10");
      expect(meanSlope(plain, linesOf(plain))).toBeGreaterThan(2);
      expect(Math.abs(meanSlope(run, linesOf(run)) - 1)).toBeLessThan(0.3);
    });

    it("wgan-lp keeps slopes between samples from exceeding 1 by much", () => {
      const run = trainBriefly(fast, "wgan-lp:coefficient=10");
      expect(meanSlope(run, linesOf(run))).toBeLessThan(1.3);
    });

    it("dragan pulls slopes around real samples to 1", () => {
      const run = trainBriefly(classifier, "dragan");
      const far = Math.abs(meanSlope(plainClassifier(), reals) - 1);
      expect(Math.abs(meanSlope(run, reals) - 1)).toBeLessThan(far / 2);
    });

    it("r1 lowers slopes on real samples, r2 on generated ones, zero-gp on the lines between", () => {
      expect(meanSlope(trainBriefly(classifier, "r1"), reals)).toBeLessThan(
        meanSlope(plainClassifier(), reals) / 2,
      );
      const r2 = trainBriefly(classifier, "r2");
      expect(meanSlope(r2, fakesOf(r2))).toBeLessThan(
        meanSlope(plainClassifier(), fakesOf(plainClassifier())) / 2,
      );
      const zero = trainBriefly(classifier, "zero-gp");
      expect(meanSlope(zero, linesOf(zero))).toBeLessThan(
        meanSlope(plainClassifier(), linesOf(plainClassifier())) / 2,
      );
    });

    it("input-gradient-penalty lowers the gradient of a recurrent net's loss by its input", () => {
      const perUnit = (coefficient: number) =>
        mean(
          trainBriefly(rnn, `input-gradient-penalty:coefficient=${coefficient}`)
            .series("penalty/input-gradient-penalty")
            .slice(-20),
        ) / coefficient;
      expect(perUnit(10)).toBeLessThan(perUnit(1e-6) / 2);
    });
  });
