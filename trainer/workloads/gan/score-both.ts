import { GradiometerError } from "../../../db/contract/errors";
import { type Tensor, tf } from "../../tensorflow";
import type { Discriminate } from "./discriminators";

/**
 * Scores of real and of generated samples, which come as one tensor and go through the discriminator as one batch; but
 * where layers tie the examples of a batch together, each half by itself: normalized together, the reals would tell
 * about the fakes (Radford 2016 and the guides after it).
 */
export function scoreBoth(
  discriminate: Discriminate,
  both: Tensor,
  tiesExamples: readonly string[] = [],
): [real: Tensor, fake: Tensor] {
  if (tiesExamples.length === 0) return tf.split(discriminate(both), 2) as [Tensor, Tensor];
  const [real, fake] = tf.split(both, 2) as [Tensor, Tensor];
  return [discriminate(real), discriminate(fake)];
}

/** Penalties on the gradient by each sample mean nothing where a score depends on the other samples too. */
export function refuseTies(tiesExamples: readonly string[] = [], penalties: readonly string[]): void {
  if (tiesExamples.length === 0 || penalties.length === 0) return;
  throw new GradiometerError(
    "invalid",
    `${penalties.join(" and ")} penalizes the gradient by each sample, but batch normalization in ` +
      `${tiesExamples.join(", ")} of the discriminator ties the samples of a batch together: use layer normalization or none`,
  );
}
