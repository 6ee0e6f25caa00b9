/**
 * What a number of paired seeds can show, said before the first step is trained.
 *
 * Two bounds: the exact two-sided sign-flip test over n pairs cannot go below p = 2 / 2^n, and a paired
 * t test finds a difference of d standard deviations of the pairs with 80 % power when
 * d = (t_{n-1,.975} + t_{n-1,.8}) / sqrt(n). The second is an approximation by a shifted t.
 */
export interface Detectable {
  /** Smallest p that can come out. */
  smallestP: number;
  canDecide: boolean;
  /** Difference found 4 times in 5, in standard deviations of the paired differences; null below 6. */
  effect: number | null;
  sentence: string;
}

/** With fewer pairs the smallest sign-flip p stays above .05. */
export const fewestPairs = 6;

/** Normal quantiles of a two-sided level of 5 % and of a power of 80 %. */
const zOf = { level: 1.959964, power: 0.841621 };

export function whatCanBeDetected(pairs: number): Detectable {
  const smallestP = Math.min(1, 2 / 2 ** pairs);
  if (pairs < fewestPairs)
    return {
      smallestP,
      canDecide: false,
      effect: null,
      sentence: `${pairs} ${pairs === 1 ? "pair" : "pairs"}: no winner can be declared. Even if all agree, p = ${formatP(smallestP)}; at least ${fewestPairs} are needed.`,
    };
  const effect =
    (studentQuantile(zOf.level, pairs - 1) + studentQuantile(zOf.power, pairs - 1)) / Math.sqrt(pairs);
  const reach = `A difference of ${effect.toFixed(1)} standard deviations of the pairs is found 4 times in 5.`;
  if (pairs === fewestPairs)
    return {
      smallestP,
      canDecide: true,
      effect: null,
      sentence: `6 pairs: a winner only if all six agree (p = ${formatP(smallestP)}).`,
    };
  return { smallestP, canDecide: true, effect, sentence: `${pairs} pairs: ${reach}` };
}

/** `.031`, `.0020`: two significant digits, no leading zero, as papers print it. */
export function formatP(p: number): string {
  if (p >= 0.9995) return "1";
  if (p < 1e-4) return "< .0001";
  const digits = p >= 0.1 ? 2 : 1 - Math.floor(Math.log10(p));
  return p.toFixed(digits).replace(/^0/, "");
}

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
