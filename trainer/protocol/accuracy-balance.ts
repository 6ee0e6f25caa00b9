import type { AccuracyBalance } from "../../db/contract/config/accuracy-balance";

/**
 * Updates balanced by the discriminator's accuracy a, measured before each of its updates: the discriminator is updated
 * while a <= discriminatorUpTo, the generator while a >= generatorFrom. A discriminator that is far ahead waits for the
 * generator, and the other way round. What is skipped draws its data and noise all the same, so that arms that share
 * a seed go on seeing the same.
 * Source: practitioners' guides; e.g. Larsen et al. 2016 (VAE/GAN), whose code skips updates outside of a margin.
 * Misleads: a discriminator held at a bound shows that accuracy whatever the samples are worth. Undefined for a critic.
 */
export interface UpdateBalance {
  /** Takes the accuracy at hand; whether the discriminator is to be updated. */
  trainsDiscriminator(accuracy: number): boolean;
  /** By the last accuracy taken. */
  trainsGenerator(): boolean;
}

/** Undefined where every update is made. */
export function createUpdateBalance({
  discriminatorUpTo,
  generatorFrom,
}: AccuracyBalance): UpdateBalance | undefined {
  if (discriminatorUpTo === 1 && generatorFrom === 0) return undefined;
  // Each step takes the accuracy anew before it asks, so this is no state of the run.
  let last = Number.NaN;
  return {
    trainsDiscriminator(accuracy) {
      last = accuracy;
      return accuracy <= discriminatorUpTo;
    },
    trainsGenerator: () => last >= generatorFrom,
  };
}
