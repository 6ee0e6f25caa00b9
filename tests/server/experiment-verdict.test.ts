import { expect, test } from "vitest";
import type { PairedComparison } from "../../db/contract/read-models";
import { experimentVerdict } from "../../server/experiments/experiment-verdict";

const arms = ["none", "clip", "penalty"].map((name, position) => ({
  id: name,
  experimentId: "ring",
  name,
  position,
  interventions: [],
  guardrails: [],
  settings: [],
}));
const ended = { arms, runs: [{ status: "finished" as const }] };

const tooFew = (armId: string, differences: (number | null)[]): PairedComparison => ({
  armId,
  controlArmId: "none",
  pairs: differences.map((difference, seed) => ({ seed, difference })),
  n: differences.length,
  meanDifference: 0,
  interval: null,
  p: null,
  decision: "too-few-seeds",
  sentence: "too few seeds to decide: 3 pairs, at least 7 are needed for 2 comparisons",
});

test("too few seeds decide nothing, and the arm that led in every pair is named as a leaning", () => {
  expect(
    experimentVerdict(
      ended,
      [tooFew("clip", [0.7, 0.6, 0.8]), tooFew("penalty", [0.1, -0.1, 0.2])],
      "higher",
    ),
  ).toBe(
    "Too few seeds to decide: 3 pairs, at least 7 are needed for 2 comparisons. So far clip did better than none in every pair.",
  );
});

test("where lower is better, the leaning goes to the lower arm", () => {
  expect(
    experimentVerdict(ended, [tooFew("clip", [0.7, 0.6, 0.8]), tooFew("penalty", [-2, -1, -3])], "lower"),
  ).toContain("So far penalty did better than none in every pair.");
});

test("one pair is no leaning", () => {
  expect(experimentVerdict(ended, [tooFew("clip", [0.7])], "higher")).not.toContain("So far");
});
