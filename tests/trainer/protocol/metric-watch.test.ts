import { describe, expect, it } from "vitest";
import { EarlyStopping } from "../../../db/contract/config/early-stopping";
import { Schedule } from "../../../db/contract/config/schedule";
import { createEarlyStopping } from "../../../trainer/protocol/early-stopping";
import { createPlateau } from "../../../trainer/protocol/plateau";
import { createRunState } from "../../../trainer/state/state-registry";

const outcome = { series: "sample/share", lastSteps: 100, better: "higher", meaning: "" } as const;
const points = (name: string, value: number | undefined) =>
  new Map(value === undefined ? [["step_time", 1]] : [[name, value]]);

/** The step and the sentence at which early stopping ends a run with these losses, one a step. */
function endOf(losses: (number | undefined)[], settings: object, name = "loss") {
  const stopping = createEarlyStopping(
    EarlyStopping.parse({ metric: name, ...settings }),
    outcome,
    createRunState(),
  );
  for (const [index, loss] of losses.entries()) {
    const sentence = stopping.observe(index + 1, points(name, loss));
    if (sentence !== undefined) return { step: index + 1, sentence };
  }
  return undefined;
}

describe("early stopping", () => {
  it("ends the run `patience` steps after the last progress, and says so", () => {
    const losses = [5, 4, 3, 3, 3, 3, 2, 1];
    expect(endOf(losses, { patience: 3, window: 1 })).toEqual({
      step: 6,
      sentence:
        "Stopped early at step 6: loss made no progress in 3 steps; its best mean over 1 steps was 3, at step 3",
    });
    expect(endOf(losses, { patience: 4, window: 1 })).toBeUndefined();
  });

  it("counts only progress beyond minDelta", () => {
    const losses = [5, 4.9, 4.8, 4.7, 4.6, 4.5];
    expect(endOf(losses, { patience: 3, window: 1, minDelta: 0.35 })?.step).toBe(4);
    expect(endOf(losses, { patience: 3, window: 1, minDelta: 0.25 })).toBeUndefined();
  });

  it("compares means over the window, so that one lucky value does not end a run that still learns", () => {
    // Single values: the best, 5, stands from step 2 on. Means over 4: 7.5, 7, 7.5, 7, 6.5, 6.125, 5.75.
    const losses = [9, 5, 8, 8, 7, 7, 6, 6, 5.5, 5.5];
    expect(endOf(losses, { patience: 4, window: 1 })?.step).toBe(6);
    expect(endOf(losses, { patience: 4, window: 4 })).toBeUndefined();
  });

  it("follows the outcome in its own direction, at the steps where it is measured", () => {
    const shares = [0.1, undefined, 0.2, undefined, 0.3, undefined, 0.2, undefined, 0.1, undefined];
    expect(endOf(shares, { metric: "outcome", patience: 4, window: 2 }, "sample/share")?.sentence).toMatch(
      /^Stopped early at step 9: .* was 0.3, at step 5$/,
    );
  });

  it("takes an accuracy for something that should rise, unless told otherwise", () => {
    const rising = [0.1, 0.2, 0.3, 0.4, 0.5];
    expect(endOf(rising, { patience: 2, window: 1 }, "accuracy")).toBeUndefined();
    expect(endOf(rising, { patience: 2, window: 1, better: "lower" }, "accuracy")?.step).toBe(3);
  });

  it("does not take what is not finite for progress", () => {
    expect(
      endOf([3, 2, Number.NaN, Number.NEGATIVE_INFINITY, 2], { patience: 3, window: 1, better: "higher" })
        ?.step,
    ).toBe(4);
  });

  it("refuses a series that never comes, with the nearest that does", () => {
    const stopping = createEarlyStopping(
      EarlyStopping.parse({ metric: "loss/generatr", patience: 2, window: 1 }),
      outcome,
      createRunState(),
    );
    const at = new Map([["loss/generator", 1]]);
    stopping.observe(1, at);
    expect(() => stopping.observe(2, at)).toThrow('did you mean "loss/generator"?');
  });
});

describe("a plateau schedule", () => {
  const settings = Schedule.parse({
    name: "plateau",
    metric: "loss",
    window: 1,
    patience: 2,
    factor: 0.5,
    lowestShare: 0.2,
  }) as Extract<Schedule, { name: "plateau" }>;

  it("cuts the rate after each standstill, waits anew, and stops at the lowest share", () => {
    const plateau = createPlateau(settings, outcome, createRunState());
    const shares = [5, 4, 4, 4, 4, 4, 4, 4, 3].map((loss, index) => {
      plateau.observe(index + 1, points("loss", loss));
      return plateau.share;
    });
    expect(shares).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2]);
  });

  it("goes on from its state as if it had never stopped", () => {
    const losses = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3];
    const state = createRunState();
    const whole = createPlateau(settings, outcome, state);
    const resumedState = createRunState();
    const resumed = createPlateau(settings, outcome, resumedState);
    for (const [index, loss] of losses.entries()) {
      if (index === 5) resumedState.restore(state.snapshot());
      whole.observe(index + 1, points("loss", loss));
      if (index < 5) continue;
      resumed.observe(index + 1, points("loss", loss));
      expect(resumed.share).toBe(whole.share);
    }
    expect(whole.share).toBe(0.2);
  });
});
