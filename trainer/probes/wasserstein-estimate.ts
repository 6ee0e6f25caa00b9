import type { Points } from "./points";

/**
 * The critic's estimate of the Wasserstein-1 distance between data and samples.
 *
 * Formula: E D(x) - E D(G(z)) over the training batch.
 * Source: Arjovsky, Chintala & Bottou 2017, section 3.
 * Misleads: it is the distance only up to the critic's Lipschitz constant. Where nothing bounds that, it measures
 * the critic's slope; compare it across steps only while the input-gradient norm stays put.
 * Cost: 10 us.
 */
export function reportWassersteinEstimate(points: Points, real: Float32Array, fake: Float32Array): void {
  points.set("wasserstein_estimate", mean(real) - mean(fake));
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
