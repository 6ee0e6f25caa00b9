import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewestDecidingPairs, signFlipTest } from "../../../diagnostics/statistics/sign-flip-test";

/** Every sign pattern, summed from scratch. */
function bruteForce(differences: number[]): number {
  const n = differences.length;
  const observed = Math.abs(differences.reduce((a, b) => a + b, 0));
  let extreme = 0;
  for (let pattern = 0; pattern < 2 ** n; pattern++) {
    let sum = 0;
    for (let i = 0; i < n; i++)
      sum += (pattern >> i) & 1 ? -(differences[i] as number) : (differences[i] as number);
    if (Math.abs(sum) >= observed - 1e-9) extreme++;
  }
  return extreme / 2 ** n;
}

describe("sign-flip test", () => {
  it("gives 2/64 for six pairs that all agree", () => {
    expect(signFlipTest([1, 2, 3, 1, 2, 3])).toEqual({ p: 0.03125, method: "exact" });
    expect(signFlipTest([-0.7, -0.7, -0.7, -0.7, -0.7, -0.7])?.p).toBe(0.03125);
  });

  it("gives 1 for differences that are all zero", () => {
    expect(signFlipTest([0, 0, 0])?.p).toBe(1);
  });

  it("equals the enumeration of all sign patterns", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 10 }),
        (differences) => {
          expect(signFlipTest(differences)?.p).toBeCloseTo(bruteForce(differences), 12);
        },
      ),
    );
  });

  it("does not depend on the unit of the outcome", () => {
    const differences = [0.3, -0.1, 0.25, 0.4, 0.05, -0.02, 0.31];
    const p = signFlipTest(differences)?.p;
    for (const unit of [1e-9, 1e6]) expect(signFlipTest(differences.map((d) => d * unit))?.p).toBe(p);
  });

  it("stays close to the exact answer where it hands over to the t test", () => {
    const differences = Array.from({ length: 21 }, (_, i) => Math.sin(i * 12.9898) + 0.35);
    const exact = bruteForce(differences);
    const approximate = signFlipTest(differences);
    expect(approximate?.method).toBe("student-t");
    expect(Math.abs((approximate?.p ?? 1) - exact)).toBeLessThan(0.01);
  });

  it("needs six pairs for one comparison and seven for two or three", () => {
    expect([1, 2, 3, 4].map((comparisons) => fewestDecidingPairs(0.05, comparisons))).toEqual([6, 7, 7, 8]);
  });

  it("is undefined for a single pair", () => {
    expect(signFlipTest([1])).toBeNull();
  });
});
