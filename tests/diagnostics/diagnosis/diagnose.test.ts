import { describe, expect, test } from "vitest";
import type { ReplayedSeries } from "../../../diagnostics/backtest/replay";
import { diagnose, quietSentence } from "../../../diagnostics/diagnosis/diagnose";
import { calmNorms } from "../../server/support/record";

const series = (name: string, value: readonly number[]): ReplayedSeries => ({
  name,
  step: value.map((_, step) => step),
  value,
});
const calm = (name: string, length = 200) => series(name, calmNorms(length));
const gapsOf = (...all: ReplayedSeries[]) => diagnose(all).gaps.join(" ");

describe("what a log lacks for a judgement is said in a sentence", () => {
  test("no gradient norm, with a series whose meaning nobody knows as the one to try", () => {
    expect(gapsOf(calm("loss"), calm("gn"))).toMatch(/has no gradient norm .* --role "gn=gradient-norm"/);
    expect(gapsOf(calm("loss"))).toMatch(/--role "<series>=gradient-norm"\. It logs loss\./);
  });

  test("no loss, or neither", () => {
    expect(gapsOf(calm("grad_norm"), calm("misery"))).toMatch(/has no loss .* --role "misery=loss"/);
    expect(gapsOf(calm("foo"), calm("bar"))).toMatch(
      /neither a loss nor a gradient norm .* "foo=gradient-norm"/,
    );
  });

  test("what is suggested resembles what is missing", () => {
    expect(gapsOf(calm("epoch"), calm("eval_loss"))).toMatch(/--role "<series>=gradient-norm"/);
    expect(gapsOf(calm("student/loss"), calm("x"))).toMatch(/--role "student\/loss=loss"/);
    expect(gapsOf(calm("student/loss"), calm("gradsize"))).toMatch(/--role "gradsize=gradient-norm"/);
  });

  test("one point, a few, nothing but NaN, rare points, and none", () => {
    expect(gapsOf(calm("loss", 1), calm("grad_norm", 1))).toMatch(/has 1 point: too few/);
    expect(gapsOf(calm("loss", 7), calm("grad_norm", 7))).toMatch(/has 7 points: too few/);
    const nothing = Array.from({ length: 50 }, () => Number.NaN);
    expect(gapsOf(series("loss", nothing), series("grad_norm", nothing))).toMatch(
      /None of its 100 values is finite/,
    );
    const { step, value } = calm("loss", 50);
    const rare = { name: "loss", step: step.map((at) => 1000 * at), value };
    expect(gapsOf(rare, { ...rare, name: "grad_norm" })).toMatch(/logged every 1000 steps/);
    expect(gapsOf()).toBe("The log holds no points.");
  });
});

test("where there is no episode, no more is said than could be judged", () => {
  expect(quietSentence(diagnose([calm("loss"), calm("grad_norm")]))).toMatch(/nothing stands out/);
  expect(quietSentence(diagnose([calm("loss")]))).toBe("No episode in what could be judged.");
  expect(quietSentence(diagnose([]))).toBe("Nothing could be judged.");
});
