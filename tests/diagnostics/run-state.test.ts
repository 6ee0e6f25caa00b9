import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DetectedEpisode } from "../../db/contract/episode";
import { restorableDetectors } from "../../diagnostics/detectors/registry";
import { createRunState } from "../../diagnostics/run-state";
import { healthy, normal } from "./synthetic-run";

type Step = Map<string, number>;

/** A net whose gradient spikes, explodes while the loss leaves its level, vanishes in depth, and ends in NaN. */
function eventful(seed: number): Step[] {
  const run = healthy(seed);
  return Array.from({ length: 500 }, (_, step) => {
    const norm = run.norm(step) * (step === 120 || (step > 200 && step < 240) ? 80 : 1);
    const loss = step > 480 ? Number.NaN : run.loss(step) + (step > 205 && step < 260 ? 5 : 0);
    return new Map([
      ["gradient_norm/rnn", norm],
      ["gradient_norm/rnn/input", step > 300 ? norm * 1e-5 : norm / 2],
      ["gradient_norm/rnn/output", norm / 2],
      ["clip_coefficient/rnn", step === 120 ? 1 / 80 : 1],
      ["loss/rnn", loss],
    ]);
  });
}

/** A pair of networks whose critic drifts away. */
function drifting(seed: number): Step[] {
  const scatter = normal(seed);
  return Array.from({ length: 300 }, (_, step) => {
    const size = Math.exp(Math.max(0, step - 60) / 25);
    return new Map([
      ["gradient_norm/discriminator", size * Math.exp(0.2 * scatter())],
      ["loss/discriminator", -size * (1 + 0.1 * scatter())],
      ["gradient_norm/generator", Math.exp(0.2 * scatter())],
      ["loss/generator", scatter()],
      ["sample/high_quality_share", 0.2],
      ["discriminator_accuracy", 0.8],
    ]);
  });
}

describe("what the detectors remember", () => {
  it.each([
    ["an eventful net", eventful],
    ["a pair that drifts apart", drifting],
  ])("saved at any step and restored elsewhere, it judges the rest alike: %s", (_name, make) => {
    const run = make(7);
    const whole = createRunState({ only: restorableDetectors });
    const judged: DetectedEpisode[][] = [];
    const limits: number[][] = [];
    const saved = run.map((values, step) => {
      judged.push(whole.judge(step, values));
      limits.push(["rnn", "discriminator", "generator"].map(whole.explosionLimit));
      return whole.save();
    });
    // Worth the name: episodes open and close in it.
    expect(whole.episodes().length).toBeGreaterThanOrEqual(1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: run.length - 2 }), (at) => {
        const resumed = createRunState({ only: restorableDetectors });
        // Something else before, which must leave no trace.
        for (const [step, values] of drifting(1).slice(0, 40).entries()) resumed.judge(step, values);
        resumed.restore(structuredClone(saved[at]!));
        for (let step = at + 1; step < run.length; step += 1) {
          expect(resumed.judge(step, run[step]!)).toEqual(judged[step]);
          expect(["rnn", "discriminator", "generator"].map(resumed.explosionLimit)).toEqual(limits[step]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("knows the norm above which the next step would be an explosion", () => {
    const run = healthy(3);
    const at = (norm: number, step: number) =>
      new Map([
        ["gradient_norm/rnn", norm],
        ["loss/rnn", 1 + 0.01 * Math.sin(step)],
      ]);
    const state = createRunState({ only: restorableDetectors });
    expect(state.explosionLimit("rnn")).toBe(Number.POSITIVE_INFINITY);
    for (let step = 0; step < 100; step += 1) state.judge(step, at(run.norm(step), step));
    const limit = state.explosionLimit("rnn");
    // z 6 with a log scatter of about .2 is e^1.2 = 3.3; the ratio must be 3 at least.
    expect(limit).toBeGreaterThan(2.5);
    expect(limit).toBeLessThan(8);
    const saved = state.save();
    const kinds = (norm: number) => {
      state.restore(saved);
      return state.judge(100, at(norm, 100)).map(({ kind }) => kind);
    };
    expect(kinds(1.01 * limit)).toEqual(["exploding_gradient"]);
    expect(kinds(0.99 * limit)).toEqual([]);
  });
});
