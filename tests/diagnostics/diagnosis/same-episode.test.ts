import { expect, test } from "vitest";
import { sameEpisode } from "../../../diagnostics/diagnosis/same-episode";

const stretch = (
  series: string,
  startStep: number,
  endStep: number,
  kind = "exploding_gradient" as const,
) => ({
  kind,
  series,
  startStep,
  endStep,
});
const stored = stretch("gradient_norm/rnn", 100, 200);

test("an episode that a replay dates otherwise is still the same, its own series before others", () => {
  const own = stretch("gradient_norm/rnn", 90, 400);
  const other = stretch("gradient_norm/rnn/layer1", 100, 200);
  expect(sameEpisode(stored, [other, own])).toBe(own);
  expect(sameEpisode(stored, [other])).toBe(other);
});

test("of several of its series that overlap with it, the one that begins nearest is the same", () => {
  const near = stretch("gradient_norm/rnn", 110, 130);
  expect(sameEpisode(stored, [stretch("gradient_norm/rnn", 0, 100), near])).toBe(near);
});

test("one of another kind, or before or after it, is another episode", () => {
  const others = [
    stretch("gradient_norm/rnn", 0, 99),
    stretch("gradient_norm/rnn", 201, 300),
    { ...stored, kind: "vanishing_gradient" as const },
  ];
  expect(sameEpisode(stored, others)).toBeUndefined();
});
