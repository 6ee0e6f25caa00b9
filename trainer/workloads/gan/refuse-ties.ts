import { GradiometerError } from "../../../db/contract/errors";

/** Penalties on the gradient by each sample mean nothing where a score depends on the other samples too. */
export function refuseTies(tiesExamples: readonly string[] = [], penalties: readonly string[]): void {
  if (tiesExamples.length === 0 || penalties.length === 0) return;
  throw new GradiometerError(
    "invalid",
    `${penalties.join(" and ")} penalizes the gradient by each sample, but batch normalization in ` +
      `${tiesExamples.join(", ")} of the discriminator ties the samples of a batch together: use layer normalization or none`,
  );
}
