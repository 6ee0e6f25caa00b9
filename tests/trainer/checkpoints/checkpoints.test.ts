import { describe, expect, it } from "vitest";
import { createCheckpoints, type NewCheckpoint } from "../../../trainer/checkpoints/checkpoints";
import { createContext } from "../../../trainer/context";

/** A run whose weights are its step, and a loop that makes steps with a given outcome. */
function aRun(settings: { every: number; keep: number }) {
  const context = createContext({ seed: 0, steps: 100 });
  const weights = new Float32Array(1);
  const losses = new Float64Array(1);
  context.state.array("net/weights", weights);
  context.state.array("losses", losses);
  const stored: NewCheckpoint[] = [];
  const outcome = { series: "accuracy", better: "higher" } as const;
  const checkpoints = createCheckpoints({ settings, outcome, context, store: (one) => stored.push(one) });
  checkpoints.begin();
  const step = (accuracy: number | undefined, { isSound = true, weight = context.step + 1 } = {}) => {
    context.step += 1;
    weights[0] = weight;
    checkpoints.afterStep(accuracy === undefined ? new Map() : new Map([["accuracy", accuracy]]), isSound);
  };
  return { context, checkpoints, stored, step, losses };
}

const stepsOf = (snapshots: readonly { step: number }[]) => snapshots.map(({ step }) => step);

describe("a run's checkpoints", () => {
  it("are taken each k steps, with the mean outcome since the last one, and once more at the end", () => {
    const { checkpoints, stored, step } = aRun({ every: 2, keep: 3 });
    for (const accuracy of [1, 3, 5, undefined, undefined, undefined, 8]) step(accuracy);
    checkpoints.atEnd();
    checkpoints.atEnd();
    expect(stored.map(({ step, metric }) => [step, metric])).toEqual([
      [2, 2],
      [4, 5],
      [6, null],
      [7, 8],
    ]);
    expect(stored.map(({ snapshot }) => snapshot.arrays.get("net/weights")![0])).toEqual([2, 4, 6, 7]);
  });

  it("are not taken of a step whose loss or weights are not finite; a probe's window may hold a NaN", () => {
    const { checkpoints, stored, step, losses } = aRun({ every: 1, keep: 3 });
    step(1);
    step(1, { isSound: false });
    step(1, { weight: Number.POSITIVE_INFINITY });
    losses[0] = Number.NaN;
    step(1);
    step(1, { isSound: false });
    checkpoints.atEnd();
    expect(stepsOf(stored)).toEqual([1, 4]);
  });

  it("can be gone back to: the latest few, or the last from before a step", () => {
    const { context, checkpoints, stored, step } = aRun({ every: 2, keep: 2 });
    expect(checkpoints.lastGood()?.step).toBe(0);
    for (let at = 1; at <= 7; at += 1) step(1);
    expect(stepsOf(checkpoints.recent())).toEqual([4, 6]);
    expect(checkpoints.lastGood()?.step).toBe(6);
    expect(checkpoints.lastGood(6)?.step).toBe(4);
    expect(checkpoints.lastGood(4)).toBeUndefined();
    const { snapshot } = checkpoints.lastGood(6)!;
    context.state.restore(snapshot);
    expect(context.state.snapshot()).toEqual(snapshot);
    context.step = 4;
    checkpoints.afterRetreat();
    expect(stepsOf(checkpoints.recent())).toEqual([4]);
    expect(stepsOf(stored)).toEqual([2, 4, 6, 4]);
  });

  it("are none at all with every: 0", () => {
    const { checkpoints, stored, step } = aRun({ every: 0, keep: 2 });
    step(1);
    checkpoints.atEnd();
    expect([...stored, ...checkpoints.recent()]).toEqual([]);
  });
});
