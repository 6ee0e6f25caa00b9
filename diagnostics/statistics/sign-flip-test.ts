/**
 * Sign-flip (Fisher's randomization) test of paired differences: were the two arms the same, each
 * difference could as well have had the other sign. p = share of the 2^n sign patterns whose mean is at
 * least as far from 0 as the observed one. Assumes nothing about the distribution but that symmetry.
 */

import { tTwoSidedP } from "./student-t";
import { mean, standardDeviation } from "./summary";

const defaults = {
  /** 2^20 patterns take some 10 ms; beyond that the t test's p is within a hundredth of the exact one. */
  exactUpToPairs: 20,
};

export interface SignFlipResult {
  p: number;
  method: "exact" | "student-t";
}

/** Two-sided; null below two pairs. Differences must be finite. */
export function signFlipTest(differences: readonly number[]): SignFlipResult | null {
  const n = differences.length;
  if (n < 2) return null;
  if (n > defaults.exactUpToPairs) {
    const error = standardDeviation(differences) / Math.sqrt(n);
    const center = mean(differences);
    if (error === 0) return { p: center === 0 ? 1 : 0, method: "student-t" };
    return { p: tTwoSidedP(center / error, n - 1), method: "student-t" };
  }
  // Patterns in Gray-code order: each differs from the last in one sign, so one addition makes its sum.
  // By symmetry the first sign can stay: the patterns with the other one have the same absolute sums.
  const observed = Math.abs(sum(differences));
  const size = differences.reduce((total, value) => total + Math.abs(value), 0);
  // Sums that are equal in exact arithmetic must count as equal: allow for rounding.
  const limit = observed - size * 1e-12;
  const patterns = 2 ** (n - 1);
  let current = sum(differences);
  let extreme = 0;
  const signs = differences.map(() => 1);
  for (let pattern = 0; pattern < patterns; pattern++) {
    if (pattern > 0) {
      const flipped = 1 + trailingZeros(pattern);
      const sign = signs[flipped] as number;
      current -= 2 * sign * (differences[flipped] as number);
      signs[flipped] = -sign;
    }
    if (Math.abs(current) >= limit) extreme++;
  }
  return { p: extreme / patterns, method: "exact" };
}

/** Pairs from which on all agreeing can reach `alpha` in `comparisons` Holm-corrected two-sided tests: 6 for .05 and one. */
export function fewestDecidingPairs(alpha = 0.05, comparisons = 1): number {
  let pairs = 2;
  while ((2 * comparisons) / 2 ** pairs >= alpha) pairs++;
  return pairs;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}
