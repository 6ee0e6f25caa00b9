import { describe, expect, it } from "vitest";
import { type BriefRun, mean, trainBriefly } from "../train-briefly";
import { classifier, discriminatorOf, meanSlope, type Point, plainClassifier, reals } from "./planar-runs";

export const effectsOnSamples = () =>
  describe("what a discriminator sees and is to say", () => {
    const trust = (run: BriefRun) =>
      mean(reals.map((point) => 1 / (1 + Math.exp(-discriminatorOf(run)(point)))));

    it("label smoothing lowers its confidence in real samples", () => {
      expect(trust(trainBriefly(classifier, "label-smoothing:target=0.7"))).toBeLessThan(
        trust(plainClassifier()) - 0.1,
      );
    });

    it("instance noise makes samples harder to tell apart, and is gone after its time", () => {
      const accuracy = (run: BriefRun, from: number, to: number) =>
        mean(run.series("discriminator_accuracy").slice(from, to));
      const noisy = trainBriefly({ ...classifier, steps: 60 }, "instance-noise:sigma=2");
      expect(accuracy(noisy, 0, 20)).toBeLessThan(accuracy(plainClassifier(), 0, 20) - 0.1);
      expect(accuracy(noisy, 40, 60)).toBeGreaterThan(0.9);
    });

    it("augmentation that is as wide as the data flattens it there", () => {
      const tiny = { ...classifier, radius: 0.1, sigma: 0.01 };
      const near = reals.map(([x, y]): Point => [0.1 * x, 0.1 * y]);
      const augmented = trainBriefly(tiny, "diff-augment:strength=2");
      expect(meanSlope(augmented, near)).toBeLessThan(0.8 * meanSlope(trainBriefly(tiny, "none"), near));
    });
  });
