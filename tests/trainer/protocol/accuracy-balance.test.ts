import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../server/cli/settings/parse-config";
import { createUpdateBalance } from "../../../trainer/protocol/accuracy-balance";
import { onBackend } from "../on-backend";
import { recordTraining } from "./record-training";

onBackend();

const base = {
  workload: "ring-gan",
  objective: "non-saturating",
  hidden: 16,
  steps: 40,
  sampleEvery: 0,
  discriminatorUpdates: 2,
} as const;

describe("updates balanced by the discriminator's accuracy", () => {
  it("are decided by the accuracy before the update, bounds included", () => {
    const balance = createUpdateBalance({ discriminatorUpTo: 0.8, generatorFrom: 0.55 })!;
    const decisions = [0.5, 0.55, 0.8, 0.81].map((accuracy) => [
      balance.trainsDiscriminator(accuracy),
      balance.trainsGenerator(),
    ]);
    expect(decisions).toEqual([
      [true, false],
      [true, true],
      [true, true],
      [false, true],
    ]);
    expect(createUpdateBalance({ discriminatorUpTo: 1, generatorFrom: 0 })).toBeUndefined();
  });

  it("hold the discriminator where it is far ahead, and record what was skipped", async () => {
    const { series } = await recordTraining({
      ...base,
      // Ahead almost at once: it learns a hundred times faster than the generator.
      generatorOptimizer: { name: "adam", learningRate: 1e-5, beta1: 0, beta2: 0.9 },
      discriminatorOptimizer: { name: "adam", learningRate: 1e-2, beta1: 0, beta2: 0.9 },
      accuracyBalance: { discriminatorUpTo: 0.8 },
    });
    const accuracy = series("discriminator_accuracy");
    const updates = series("updates/discriminator");
    expect(updates.filter((count) => count === 0).length).toBeGreaterThan(10);
    // The accuracy recorded is the one before the step's last update.
    for (const [step, made] of updates.entries())
      if (made === 2) expect(accuracy[step]).toBeLessThanOrEqual(0.8);
      else if (made === 0) {
        expect(accuracy[step]).toBeGreaterThan(0.8);
        expect(series("loss/discriminator")[step]).toBeUndefined();
      }
    expect(series("updates/generator").every((count) => count === 1)).toBe(true);
  });

  it("go by the scores of a discriminator that names classes as well", async () => {
    const { series } = await recordTraining({
      workload: "mnist-acgan",
      channels: 2,
      batchSize: 4,
      steps: 3,
      sampleEvery: 0,
      accuracyBalance: { discriminatorUpTo: 0.9 },
    });
    expect(series("updates/discriminator")).toHaveLength(3);
    for (const accuracy of series("discriminator_accuracy")) expect(accuracy).toBeLessThanOrEqual(1);
  });

  it("change nothing while no bound is passed", async () => {
    const plain = await recordTraining({ ...base, steps: 10 });
    const bounded = await recordTraining({
      ...base,
      steps: 10,
      accuracyBalance: { discriminatorUpTo: 0.99 },
    });
    expect(new Set(bounded.series("updates/discriminator"))).toEqual(new Set([2]));
    for (const name of ["loss/generator", "loss/discriminator", "discriminator_accuracy"])
      expect(bounded.series(name)).toEqual(plain.series(name));
  });

  it("are refused for a Wasserstein critic before anything starts, and where they would end all training", () => {
    expect(() => parseConfig("ring-gan", ["accuracyBalance.discriminatorUpTo=0.8"])).toThrow(
      "a Wasserstein critic, whose output has no zero, has none",
    );
    expect(() =>
      parseConfig("mnist-gan", [
        "accuracyBalance.discriminatorUpTo=0.6",
        "accuracyBalance.generatorFrom=0.7",
      ]),
    ).toThrow("neither network would ever be updated again");
  });
});
