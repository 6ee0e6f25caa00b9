import { describe, expect, it, vi } from "vitest";
import { parseGuardrails } from "../../../db/contract/guardrail-text";
import type { RunConfigInput } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../../trainer/context";
import { onBackend } from "../on-backend";
import { recordTraining } from "../protocol/record-training";

onBackend();

/** Makes the data of these steps NaN, as a damaged example would. */
const poisoned = vi.hoisted(() => new Set<number>());
vi.mock("../../../trainer/workloads", async (load) => {
  const { createWorkload } = await load<typeof import("../../../trainer/workloads")>();
  return {
    loadWorkload: async (config: never, context: TrainingContext) => {
      const data = context.random("data");
      const { normal } = data;
      data.normal = () => (poisoned.has(context.step) ? Number.NaN : normal());
      return createWorkload(config, context);
    },
  };
});

const guarded = (input: RunConfigInput, rules: string, steps: number[] = []) => {
  poisoned.clear();
  for (const step of steps) poisoned.add(step);
  return recordTraining({ ...input, guardrails: parseGuardrails(rules) });
};
const finite = (values: (number | undefined)[]) =>
  values.filter((value) => Number.isFinite(value)) as number[];

/** A critic without any bound, on plain gradient descent: NaN within twenty steps. */
const bare: RunConfigInput = {
  workload: "ring-gan",
  steps: 60,
  sampleEvery: 0,
  generatorOptimizer: { name: "sgd", learningRate: 0.05 },
  discriminatorOptimizer: { name: "sgd", learningRate: 0.05 },
  checkpoints: { every: 10, keep: 20 },
};

describe("guardrails in training", () => {
  it("bound the norm of a critic that explodes, by going back with a lower rate", async () => {
    const without = await guarded(bare, "none");
    expect(without.end.status).toBe("diverged");
    const highest = Math.max(...finite(without.series("gradient_norm/discriminator")));

    const retreating = await guarded(bare, "exploding:retreat:limit=8+non-finite:retreat:limit=8");
    expect(retreating.end).toMatchObject({ status: "finished", step: 60 });
    expect(retreating.retreats.length).toBeGreaterThan(1);
    expect(retreating.actions.map(({ step }) => step)).toEqual(retreating.retreats);
    const norms = retreating.series("gradient_norm/discriminator");
    expect(finite(norms)).toHaveLength(60);
    expect(Math.max(...finite(norms))).toBeLessThan(highest / 2);
    // Each retreat halves the rate.
    const share = 0.5 ** retreating.retreats.length;
    expect(retreating.series("learning_rate/discriminator").at(-1)).toBeCloseTo(0.05 * share, 10);
  });

  it("bring a penalized critic to the end whose rate is far too high", async () => {
    const config: RunConfigInput = {
      ...bare,
      steps: 60,
      interventions: [{ name: "wgan-gp" }],
      generatorOptimizer: { name: "sgd", learningRate: 0.5 },
      discriminatorOptimizer: { name: "sgd", learningRate: 0.5 },
    };
    expect((await guarded(config, "none")).end.status).toBe("diverged");
    const { end, actions, series } = await guarded(config, "non-finite:retreat:rateFactor=0.2");
    expect(end.status).toBe("finished");
    expect(actions).toMatchObject([{ on: "non-finite", action: "retreat" }]);
    expect(series("gradient_norm/discriminator").at(-1)).toBeLessThan(10);
  });

  const sound: RunConfigInput = { ...bare, steps: 30, interventions: [{ name: "wgan-gp" }] };

  it("let a run go on past a batch that is not finite, as if it had not been", async () => {
    const without = await guarded(sound, "none", [12]);
    expect(without.end).toMatchObject({ status: "diverged", step: 12 });

    const { end, actions, series } = await guarded(sound, "non-finite:skip-step", [12]);
    expect(end).toEqual({ status: "finished", step: 30 });
    expect(actions).toMatchObject([{ step: 12, action: "skip-step", reason: "gradient norm NaN" }]);
    expect(series("loss/discriminator").map((loss) => Number.isFinite(loss))).toEqual(
      Array.from({ length: 30 }, (_, index) => index !== 11),
    );
  });

  it("end a run in which no batch is finite any more", async () => {
    const steps = Array.from({ length: 25 }, (_, index) => index + 6);
    const { end } = await guarded(sound, "non-finite:skip-step:limit=4", steps);
    expect(end).toMatchObject({ status: "diverged", step: 10 });
    expect(end.message).toContain("it had skipped 4 steps in a row, its limit");
  });

  it("make a paused run wait, and change none of its numbers", async () => {
    const plain = await guarded(bare, "none");
    const paused = await guarded(bare, "exploding:pause");
    expect(paused.pauses.length).toBeGreaterThan(0);
    expect(paused.pauses.map(({ step }) => step)).toEqual(paused.actions.map(({ step }) => step));
    expect(paused.end).toEqual(plain.end);
    for (const name of ["loss/discriminator", "gradient_norm/generator"])
      expect(paused.series(name)).toEqual(plain.series(name));
  });
});
