import { describe, expect, it } from "vitest";
import { Schedule } from "../../../db/contract/config/schedule";
import { rateShare } from "../../../trainer/protocol/rate-share";

type Input = Parameters<typeof Schedule.parse>[0];
const shares = (input: Input, steps: number) => {
  const schedule = Schedule.parse(input);
  return Array.from({ length: steps }, (_, index) => rateShare(schedule, index + 1, steps));
};

describe("the share of the learning rate at a step", () => {
  it("is 1 throughout where it is constant", () => {
    expect(shares({ name: "constant" }, 5)).toEqual([1, 1, 1, 1, 1]);
  });

  it("rises linearly over the warm-up and is full at its last step", () => {
    expect(shares({ name: "constant", warmupSteps: 4 }, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it("is cut each k steps, counted from the first at the full rate", () => {
    expect(shares({ name: "step", every: 2, factor: 0.5 }, 6)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
    expect(shares({ name: "step", every: 2, factor: 0.5, warmupSteps: 2 }, 6)).toEqual([
      0.5, 1, 1, 0.5, 0.5, 0.25,
    ]);
  });

  it("decays by the same factor at each step", () => {
    expect(shares({ name: "exponential", decay: 0.5 }, 4)).toEqual([1, 0.5, 0.25, 0.125]);
  });

  it("follows half a cosine down to the final share at the last step", () => {
    const found = shares({ name: "cosine", finalShare: 0.2 }, 5);
    const root = Math.SQRT1_2;
    const expected = [1, 0.6 + 0.4 * root, 0.6, 0.6 - 0.4 * root, 0.2];
    for (const [step, share] of expected.entries()) expect(found[step]).toBeCloseTo(share, 12);
  });

  it("has nothing to decay over where the warm-up fills the run", () => {
    expect(shares({ name: "cosine", warmupSteps: 3 }, 3)).toEqual([1 / 3, 2 / 3, 1]);
  });
});
