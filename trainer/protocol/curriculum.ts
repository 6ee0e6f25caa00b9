import type { Curriculum } from "../../db/contract/config/curriculum";

/**
 * Difficulty of the data at step t = 1, 2, ..., a share of the config's: start + (1 - start) (t - 1) / steps, at most 1.
 * Source: Bengio, Louradour, Collobert & Weston 2009; for sequences Zaremba & Sutskever 2014.
 * Misleads: figures on the batch of an easy step flatter; only those past `steps` compare with other runs.
 */
export function difficultyAt({ steps, start }: Curriculum, step: number): number {
  if (steps === 0) return 1;
  return Math.min(1, start + ((1 - start) * (Math.max(step, 1) - 1)) / steps);
}

/** Length of sequences at that difficulty: that share of the full length, not below `shortest`. */
export function lengthAt(
  { sequenceLength, curriculum }: { sequenceLength: number; curriculum: Curriculum },
  step: number,
  shortest: number,
): number {
  return Math.max(shortest, Math.round(difficultyAt(curriculum, step) * sequenceLength));
}
