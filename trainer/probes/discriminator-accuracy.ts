import type { Points } from "./points";

/**
 * Discriminator accuracy on the training batch, in all and on real and generated samples apart.
 *
 * Formula: 1/2 [P(D(x) > b) + P(D(G(z)) < b)], b the objective's boundary: 0 for a logit, .5 for least squares.
 * Source: Goodfellow 2014; the two rates apart as practitioners' guides advise: one of them near 1 and the other
 * near .5 is a different failure from both at .8.
 * Misleads: on the training batch it cannot tell a good discriminator from one that memorized the data; near 1 it
 * says that the generator is losing, not that it has stopped learning. Undefined for a Wasserstein critic, whose
 * output has no zero: see the Wasserstein estimate.
 * Cost: 10 us.
 */
export function reportDiscriminatorAccuracy(
  points: Points,
  real: Float32Array,
  fake: Float32Array,
  boundary = 0,
): void {
  const onReal = share(real, (score) => score > boundary);
  const onFake = share(fake, (score) => score < boundary);
  points.set("discriminator_accuracy", (onReal + onFake) / 2);
  points.set("discriminator_accuracy/real", onReal);
  points.set("discriminator_accuracy/fake", onFake);
}

function share(scores: Float32Array, isRight: (score: number) => boolean): number {
  let right = 0;
  for (const score of scores) if (isRight(score)) right += 1;
  return right / scores.length;
}
