import { describe, expect, it } from "vitest";
import type { RunConfigInput } from "../../../../db/contract/run-config";
import { type BriefRun, mean, mlp, trainBriefly } from "../train-briefly";
import { adam, classifier, fakesOf, type Point, reals, ring } from "./planar-runs";

export const effectsOfGeneratorLosses = () =>
  describe("what a generator learns from", () => {
    it("feature matching brings mean features of a standing discriminator together", () => {
      const standing: RunConfigInput = {
        ...ring,
        batchSize: 256,
        steps: 120,
        objective: "non-saturating",
        discriminatorOptimizer: adam(1e-9),
        generatorOptimizer: adam(1e-2),
      };
      /** Between the mean features of the ring's centres and of samples: the second hidden layer, as an output of 16. */
      const distance = (run: BriefRun) => {
        const hidden = mlp(run.weights("discriminator"), [2, 16, 16], 0.2);
        const features = (point: Point) => hidden(point).map((sum) => (sum > 0 ? sum : 0.2 * sum));
        const meanOf = (points: readonly Point[]) =>
          features(points[0]!).map((_, unit) => mean(points.map((point) => features(point)[unit]!)));
        const fake = meanOf(fakesOf(run));
        return Math.hypot(...meanOf(reals).map((real, unit) => real - fake[unit]!));
      };
      const matched = trainBriefly(standing, "feature-matching");
      expect(distance(matched)).toBeLessThan(distance(trainBriefly(standing, "none")) / 2);
      const loss = matched.series("loss/generator");
      expect(Math.min(...loss)).toBeGreaterThanOrEqual(0);
      expect(mean(loss.slice(-5))).toBeLessThan(loss[0]! / 2);
    });

    it("a perceptual loss brings what a classifier sees in samples nearer to what it sees in digits", () => {
      const standing: RunConfigInput = {
        workload: "mnist-gan",
        channels: 4,
        batchSize: 32,
        steps: 25,
        sampleEvery: 25,
        discriminatorOptimizer: adam(1e-9),
        generatorOptimizer: adam(5e-3),
      };
      const run = trainBriefly(standing, "perceptual-loss");
      const distance = run.series("penalty/perceptual-loss");
      expect(mean(distance.slice(-3))).toBeLessThan(distance[0]! / 2);
      // The generator's loss holds it: without it a discriminator that stands still is all there is to learn from.
      const without = trainBriefly(standing, "none").series("loss/generator");
      expect(run.series("loss/generator")[0]! - distance[0]!).toBeCloseTo(without[0]!, 5);
    });

    it("several discriminators start apart and each learn", () => {
      const one = trainBriefly(classifier, "none");
      const three = trainBriefly(classifier, "several-discriminators:count=3");
      const weights = three.weights("discriminator");
      const length = one.weights("discriminator").length;
      expect(weights.length).toBe(3 * length);
      const apart = [0, 1, 2].map((index) => weights.slice(index * length, (index + 1) * length));
      expect(apart[0]).not.toEqual(apart[1]);
      expect(apart[1]).not.toEqual(apart[2]);
      // The loss is the sum of three, and each falls as that of one does.
      const [first, last] = [
        three.series("loss/discriminator")[0]!,
        three.series("loss/discriminator").at(-1)!,
      ];
      expect(first / one.series("loss/discriminator")[0]!).toBeCloseTo(3, 0);
      expect(last).toBeLessThan(first / 2);
    });
  });
