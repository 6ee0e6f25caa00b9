import { formatP } from "../../format/p-value";

/**
 * What a number of paired seeds can show, said before the first step is trained.
 *
 * Two bounds: the exact two-sided sign-flip test over n pairs cannot go below p = 2 / 2^n, which Holm's
 * correction multiplies by the number of comparisons; and a paired t test at that corrected level finds
 * a difference of d standard deviations of the pairs with 80 % power when
 * d = (t_{n-1,1-a/2} + t_{n-1,.8}) / sqrt(n), an approximation by a shifted t.
 */
export interface Detectable {
  /** Smallest p that can come out, correction included. */
  smallestP: number;
  /** Fewest pairs with which a winner can be declared at all. */
  fewestPairs: number;
  canDecide: boolean;
  /** Difference found 4 times in 5, in standard deviations of the paired differences; null where none is. */
  effect: number | null;
  sentence: string;
}

const alpha = 0.05;
/** Normal quantile of a power of 80 %. */
const zPower = 0.841621;
/** Normal quantiles of a two-sided .05 divided by 1, 2, ... 11 comparisons. */
const zLevels = [1.96, 2.2414, 2.394, 2.4977, 2.5758, 2.6383, 2.6901, 2.7344, 2.7729, 2.807, 2.8376];

export function whatCanBeDetected(pairs: number, comparisons = 1): Detectable {
  const smallestP = smallestPOf(pairs, comparisons);
  const fewestPairs = fewestDecidingPairs(comparisons);
  const counted = `${pairs} ${pairs === 1 ? "pair" : "pairs"}`;
  const corrected = comparisons > 1 ? ` after Holm's correction for ${comparisons} comparisons` : "";
  const bounds = { smallestP, fewestPairs, canDecide: pairs >= fewestPairs, effect: null };
  if (pairs < fewestPairs)
    return {
      ...bounds,
      sentence: `${counted}: no winner can be declared. Even if all agree, p = ${formatP(smallestP)}${corrected}; at least ${fewestPairs} are needed.`,
    };
  if (pairs === fewestPairs)
    return {
      ...bounds,
      sentence: `${counted}: a winner only if all ${pairs} agree (p = ${formatP(smallestP)}${corrected}).`,
    };
  const zLevel = zLevels[comparisons - 1] ?? zLevels.at(-1) ?? 1.96;
  const effect = (studentQuantile(zLevel, pairs - 1) + studentQuantile(zPower, pairs - 1)) / Math.sqrt(pairs);
  return {
    ...bounds,
    effect,
    sentence: `${counted}: a difference of ${effect.toFixed(1)} standard deviations of the pairs is found 4 times in 5${corrected}.`,
  };
}

/** Pairs from which on all agreeing can reach .05: 6 for one comparison, 7 for two or three. */
export function fewestDecidingPairs(comparisons: number): number {
  let pairs = 2;
  while (smallestPOf(pairs, comparisons) >= alpha) pairs += 1;
  return pairs;
}

const smallestPOf = (pairs: number, comparisons: number) => Math.min(1, (comparisons * 2) / 2 ** pairs);

/**
 * Student's quantile at the probability where the normal's is z: the Cornish-Fisher expansion, good to
 * .3 % from 5 degrees of freedom on (Abramowitz & Stegun 26.7.5).
 */
export function studentQuantile(z: number, degrees: number): number {
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees ** 3)
  );
}
