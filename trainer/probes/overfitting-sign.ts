import type { Points } from "./points";

/**
 * Overfitting sign of a discriminator, ADA's r_t.
 *
 * Formula: E sign(D(x) - b) over the step's real samples, b the objective's boundary, 0 for a logit; 1 where all are
 * taken for real, 0 where half are.
 * Source: Karras et al. 2020 (ADA), section 3, who hold it at .6 by augmenting.
 * Misleads: meant for the training reals as a sign that they are being memorized, but an easy win over a poor
 * generator looks the same; the gap to held-out reals tells the two apart. A batch of 64 moves it in steps of .03:
 * ADA averages four. Undefined for a Wasserstein critic, whose output has no zero.
 * Cost: microseconds.
 */
export function reportOverfittingSign(points: Points, real: Float32Array, boundary = 0): void {
  let sum = 0;
  // A NaN has no sign and makes the mean one.
  for (const score of real) sum += Math.sign(score - boundary);
  points.set("discriminator_sign", sum / real.length);
}
