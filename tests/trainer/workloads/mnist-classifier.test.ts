import { describe, expect, it } from "vitest";
import { MnistClassifierConfig } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import { createWorkload } from "../../../trainer/workloads";
import { onBackend } from "../on-backend";
import { recordTraining } from "../protocol/record-training";

onBackend();

describe("mnist-classifier", () => {
  it.each(["conv", "mlp"] as const)("a small %s tells most held-out digits apart", async (network) => {
    const { series } = await recordTraining({
      workload: "mnist-classifier",
      network,
      steps: 60,
      batchSize: 32,
      channels: 4,
      hidden: 32,
      optimizer: { name: "adam", learningRate: 5e-3 },
      sampleEvery: 60,
    });
    const heldOut = series("held_out_accuracy");
    // Judged at the first and at each 60th step, after its update.
    expect(heldOut.flatMap((value, index) => (value === undefined ? [] : [index + 1]))).toEqual([1, 60]);
    expect(heldOut[0]).toBeLessThan(0.45);
    expect(heldOut[59]).toBeGreaterThan(0.65);
    expect(series("held_out_loss")[59]).toBeLessThan(series("held_out_loss")[0]!);
  });

  it("is judged by the same held-out digits each time, and by others with another seed", () => {
    const config = MnistClassifierConfig.parse({ workload: "mnist-classifier", channels: 2, hidden: 8 });
    const figures = (seed: number) => {
      const context = createContext({ ...config, seed });
      const { sample } = createWorkload({ ...config, seed }, context);
      return [new Map<string, number>(), new Map<string, number>()].map((points) => {
        sample!(points);
        return points.get("held_out_loss");
      });
    };
    const [first, again] = figures(0);
    expect(again).toBe(first);
    expect(figures(1)[0]).not.toBe(first);
  });
});
