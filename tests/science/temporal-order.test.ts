import { describe, expect, it } from "vitest";
import type { RunConfigInput } from "../../db/contract/run-config";
import { onBackend } from "../trainer/on-backend";
import { recordTraining } from "../trainer/protocol/record-training";

onBackend();

/**
 * Pascanu, Mikolov & Bengio 2013, section 4.1: a vanilla recurrent net learns the order of two symbols with plain SGD only
 * where its gradient is clipped. The workload's defaults: T = 30, 50 units, rate .1, 1,500 steps.
 */
async function learned(seed: number, interventions: RunConfigInput["interventions"]) {
  const { end, series } = await recordTraining({
    workload: "temporal-order-rnn",
    seed,
    probes: { preset: "economy" },
    interventions,
  });
  const mean = (values: (number | undefined)[]) =>
    values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
  return {
    status: end.status,
    accuracy: mean(series("accuracy").slice(-100)),
    largestNorm: Math.max(...series("gradient_norm/rnn").map((norm) => norm!)),
  };
}

describe("the temporal order of two symbols, 30 steps long", () => {
  it.each([0, 1, 2])("is learned with clipping, seed %d", async (seed) => {
    const { status, accuracy, largestNorm } = await learned(seed, [{ name: "clip-global-norm", maxNorm: 1 }]);
    expect(status).toBe("finished");
    expect(accuracy).toBeGreaterThan(0.99);
    // It is learned through explosions, not without them.
    expect(largestNorm).toBeGreaterThan(10);
  });

  it.each([0, 1, 2])("is not learned without: chance is .25, seed %d", async (seed) => {
    const { accuracy } = await learned(seed, []);
    expect(accuracy).toBeLessThan(0.4);
  });
});
