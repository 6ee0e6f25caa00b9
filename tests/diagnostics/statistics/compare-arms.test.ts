import { describe, expect, it } from "vitest";
import type { SeedOutcome } from "../../../diagnostics/statistics/arm-outcome";
import { type ArmSeeds, compareArms } from "../../../diagnostics/statistics/compare-arms";
import { holm } from "../../../diagnostics/statistics/holm";

function arm(name: string, values: (number | "failed" | "running")[]): ArmSeeds {
  const outcomes = values.map(
    (value, seed): SeedOutcome =>
      typeof value === "number" ? { seed, value, state: "finished" } : { seed, value: null, state: value },
  );
  return { armId: name, name, outcomes };
}
const control = arm("none", [0.26, 0.28, 0.27, 0.29, 0.26, 0.27]);

describe("comparing arms", () => {
  it("declares no winner with fewer than six pairs, however large the effect", () => {
    const [comparison] = compareArms({
      control: arm("none", [0.1, 0.1, 0.1]),
      arms: [arm("wgan-gp", [0.9, 0.9, 0.91])],
      better: "higher",
    });
    expect(comparison?.decision).toBe("too-few-seeds");
    expect(comparison?.sentence).toBe("too few seeds to decide: 3 pairs, at least 6 are needed");
  });

  it("declares a winner where six pairs agree and the interval excludes zero", () => {
    const better = compareArms({ control, arms: [arm("clip", [1, 1, 0.99, 1, 1, 1])], better: "higher" })[0];
    expect(better?.decision).toBe("better");
    expect(better?.p).toBe(0.03125);
    expect(better?.sentence).toContain("clip is better than none: mean difference 0.727");
  });

  it("calls a rise worse where lower is better", () => {
    const [comparison] = compareArms({
      control,
      arms: [arm("clip", [1, 1, 0.99, 1, 1, 1])],
      better: "lower",
    });
    expect(comparison?.decision).toBe("worse");
  });

  it("is inconclusive where the interval excludes zero but the sign-flip test does not agree", () => {
    // Five gains and one small loss: t interval .0029 to .0371, exact p 4/64 = .0625.
    const gains = [0.02, 0.025, 0.03, 0.02, 0.03, -0.005];
    const [comparison] = compareArms({
      control,
      arms: [
        arm(
          "clip",
          control.outcomes.map(({ value }, i) => (value as number) + (gains[i] as number)),
        ),
      ],
      better: "higher",
    });
    expect(comparison?.interval?.low).toBeGreaterThan(0);
    expect(comparison?.p).toBeCloseTo(0.0625, 12);
    expect(comparison?.decision).toBe("inconclusive");
  });

  it("asks for more seeds where several arms are tested against one control", () => {
    const clip = arm("clip", [1, 1, 1, 1, 1, 1]);
    const comparisons = compareArms({
      control,
      arms: [clip, arm("penalty", [0.2, 0.3, 0.2, 0.3, 0.3, 0.2])],
      better: "higher",
    });
    expect(comparisons[0]?.decision).toBe("too-few-seeds");
    expect(comparisons[0]?.sentence).toBe(
      "too few seeds to decide: 6 pairs, at least 7 are needed for 2 comparisons",
    );
  });

  it("counts a diverged run as the worst outcome instead of leaving it out", () => {
    const [comparison] = compareArms({
      control: arm("none", [0.5, 0.5, "failed", 0.5, 0.5, "failed"]),
      arms: [arm("clip", [0.6, 0.6, 0.6, 0.6, 0.6, 0.6])],
      better: "higher",
    });
    expect(comparison?.n).toBe(6);
    // The worst value seen anywhere is .5.
    expect(comparison?.pairs[2]?.difference).toBeCloseTo(0.1, 12);
    expect(comparison?.sentence).toContain("diverged and counted as worst: 0 of 6 in clip, 2 of 6 in none");
  });

  it("waits for runs that still train", () => {
    const [comparison] = compareArms({
      control,
      arms: [arm("clip", [1, 1, "running", 1, 1, 1])],
      better: "higher",
    });
    expect(comparison?.decision).toBe("running");
    expect(comparison?.pairs[2]?.difference).toBeNull();
    expect(comparison?.n).toBe(5);
  });

  it("pairs by seed and not by position", () => {
    const shuffled: ArmSeeds = { ...control, outcomes: [...control.outcomes].reverse() };
    const [comparison] = compareArms({
      control: shuffled,
      arms: [{ ...control, armId: "copy" }],
      better: "higher",
    });
    expect(comparison?.pairs.map(({ difference }) => difference)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("Holm's correction", () => {
  it("gives the adjusted values worked out by hand", () => {
    // sorted .01 .03 .04: 3 x .01, max(.03, 2 x .03), max(.06, 1 x .04)
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
  });

  it("leaves out comparisons without a test", () => {
    expect(holm([null, 0.02])).toEqual([null, 0.02]);
  });
});
