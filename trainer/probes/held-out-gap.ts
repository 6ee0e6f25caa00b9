import type { Points } from "./points";

/**
 * Held-out gap: does the discriminator know its training data from data like them that it never saw?
 *
 * Formula, for a discriminator: P(D(x) > b) on training reals - the same on held-out reals, b the objective's
 * boundary (0 for a logit); for a Wasserstein critic, which has none: E D(x) on training reals - the same on held-out
 * ones. Both sets are drawn at the same step and scored by the same weights. Positive: it memorizes.
 * Source: Karras et al. 2020 (ADA), section 3; for critics Gulrajani et al. 2017, figure 5.
 * Misleads: 0 within noise proves nothing in a short run; .05 is the noise of two sets of 64 near an accuracy of .9.
 * The critic's is in units of its output: compare with the Wasserstein estimate.
 * Cost: one pass forward over both sets.
 */
export function reportHeldOutGap(
  points: Points,
  scores: { training: Float32Array; heldOut: Float32Array; boundary: number | null },
): void {
  const { training, heldOut, boundary } = scores;
  if (boundary === null) {
    points.set("wasserstein_estimate/gap", mean(training) - mean(heldOut));
    return;
  }
  const accepted = heldOut.map((score) => Number(score > boundary));
  points.set("discriminator_accuracy/held_out", mean(accepted));
  points.set(
    "discriminator_accuracy/gap",
    mean(training.map((score) => Number(score > boundary))) - mean(accepted),
  );
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
