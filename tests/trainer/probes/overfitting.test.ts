import { expect, it } from "vitest";
import { reportHeldOutGap } from "../../../trainer/probes/held-out-gap";
import { reportOverfittingSign } from "../../../trainer/probes/overfitting-sign";

it("the overfitting sign is the mean sign of the scores of reals", () => {
  const points = new Map<string, number>();
  reportOverfittingSign(points, Float32Array.of(5, 0.1, -3, 2));
  expect(points.get("discriminator_sign")).toBe(0.5);
  reportOverfittingSign(points, Float32Array.of(1, Number.NaN));
  expect(points.get("discriminator_sign")).toBeNaN();
});

it("the held-out gap of a discriminator is how many more training reals than held-out ones it accepts", () => {
  const points = new Map<string, number>();
  const training = Float32Array.of(1, 2, 3, -1);
  const heldOut = Float32Array.of(1, -2, -3, 0);
  reportHeldOutGap(points, { training, heldOut, boundary: 0 });
  expect(Object.fromEntries(points)).toEqual({
    "discriminator_accuracy/held_out": 0.25,
    "discriminator_accuracy/gap": 0.5,
  });
});

it("the held-out gap of a critic is the difference of its mean scores", () => {
  const points = new Map<string, number>();
  const scores = { training: Float32Array.of(1, 2, 3), heldOut: Float32Array.of(0, 1, 2) };
  reportHeldOutGap(points, { ...scores, boundary: null });
  expect(Object.fromEntries(points)).toEqual({ "wasserstein_estimate/gap": 1 });
});
