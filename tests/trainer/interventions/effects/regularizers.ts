import { describe, expect, it } from "vitest";
import { mean, trainBriefly } from "../train-briefly";
import { classifier, discriminatorOf, fakesOf, type Point, plainClassifier, reals, rnn } from "./planar-runs";

export const effectsOfRegularizers = () =>
  describe("regularizers", () => {
    it("omega keeps the errors of a contracting recurrent net from shrinking on their way back", () => {
      const contracting = { ...rnn, spectralRadius: 0.6, sequenceLength: 10, steps: 100 };
      const perUnit = (alpha: number) =>
        trainBriefly(contracting, `clip-global-norm+omega:alpha=${alpha}`)
          .series("penalty/omega")
          .map((value) => value / alpha);
      const [ignored, heeded] = [perUnit(1e-9), perUnit(2)];
      expect(heeded[0]! / ignored[0]!).toBeCloseTo(1, 4);
      expect(heeded.at(-1)).toBeLessThan(ignored.at(-1)! / 3);
    });

    it("consistency makes the discriminator say nearly the same of a sample that is moved a little", () => {
      const plain = plainClassifier();
      const change = (run: typeof plain, points: readonly Point[]) =>
        mean(
          points.map(([x, y]) => {
            const score = discriminatorOf(run);
            return (score([x + 0.04, y - 0.04]) - score([x, y])) ** 2;
          }),
        );
      const consistent = trainBriefly(classifier, "consistency:coefficient=100");
      expect(change(consistent, reals)).toBeLessThan(change(plain, reals) / 3);
      const balanced = trainBriefly(
        classifier,
        "balanced-consistency:realCoefficient=100:fakeCoefficient=100",
      );
      expect(change(balanced, reals)).toBeLessThan(change(plain, reals) / 3);
      expect(change(balanced, fakesOf(balanced))).toBeLessThan(change(plain, fakesOf(plain)) / 3);
    });
  });
