import { describe, expect, it } from "vitest";
import { mean, trainBriefly } from "../train-briefly";
import { adam, critic, normOf } from "./planar-runs";

export const effectsOfClipping = () =>
  describe("clipping", () => {
    it("by global norm bounds the norm and leaves smaller gradients as they are", () => {
      const plain = trainBriefly({ ...critic, discriminatorUpdates: 1 }, "none");
      const bound = mean(plain.series("gradient_norm/discriminator"));
      const run = trainBriefly({ ...critic, discriminatorUpdates: 1 }, `clip-global-norm:maxNorm=${bound}`);
      const before = run.series("gradient_norm/discriminator");
      const after = run.series("gradient_norm_clipped/discriminator");
      expect(Math.max(...before)).toBeGreaterThan(bound);
      expect(Math.max(...after)).toBeLessThanOrEqual(bound);
      after.forEach((norm, index) => {
        if (before[index]! < bound) expect(norm).toBe(before[index]);
      });
    });

    it("by tensor bounds the norm by c times the root of the number of tensors, by value of entries", () => {
      const tensors = trainBriefly(critic, "clip-per-tensor-norm:maxNorm=0.01");
      expect(Math.max(...tensors.series("gradient_norm_clipped/discriminator"))).toBeLessThanOrEqual(
        0.01 * Math.sqrt(6),
      );
      const values = trainBriefly(critic, "clip-value:limit=0.001");
      const entries = values.weights("discriminator").length;
      expect(Math.max(...values.series("gradient_norm_clipped/discriminator"))).toBeLessThanOrEqual(
        0.001 * Math.sqrt(entries) * (1 + 1e-6),
      );
    });

    it("by unit bounds a hidden layer's gradient by a share of its weights", () => {
      const run = trainBriefly({ ...critic, discriminatorOptimizer: adam(1e-6) }, "agc:ratio=0.001");
      // At this rate the weights stay what they are; the bias counts as one unit, of norm epsilon at least.
      const layer = run.weights("discriminator").subarray(0, 2 * 16 + 16);
      const bound = 0.001 * (normOf(layer) + 1e-3 * Math.sqrt(17));
      expect(Math.max(...run.series("gradient_norm/discriminator/dense1"))).toBeGreaterThan(bound);
      expect(Math.max(...run.series("gradient_norm_clipped/discriminator/dense1"))).toBeLessThanOrEqual(
        bound * 1.001,
      );
    });

    it("by a low percentile of its own history clips most updates, to less than the median norm", () => {
      const run = trainBriefly({ ...critic, discriminatorUpdates: 1 }, "autoclip");
      const before = run.series("gradient_norm/discriminator").toSorted((a, b) => a - b);
      const clipped = run.series("clip_coefficient/discriminator").filter((coefficient) => coefficient < 1);
      expect(clipped.length).toBeGreaterThan(30);
      expect(run.series("gradient_norm_clipped/discriminator").at(-1)).toBeLessThan(before[20]!);
    });

    it("by z-score clips what stands out and lets the rest pass as it is", () => {
      const optimizer = adam(3e-2);
      const config = { ...critic, discriminatorUpdates: 1, steps: 60, batchSize: 16 };
      const spiking = { ...config, discriminatorOptimizer: optimizer, generatorOptimizer: optimizer };
      const run = trainBriefly(spiking, "zclip:warmup=10");
      const before = run.series("gradient_norm/discriminator");
      const after = run.series("gradient_norm_clipped/discriminator");
      const clipped = before.filter((norm, index) => after[index]! < norm);
      const passed = before.filter((norm, index) => after[index] === norm);
      expect(after.slice(0, 10)).toEqual(before.slice(0, 10));
      expect(clipped.length).toBeGreaterThan(5);
      expect(passed.length).toBeGreaterThan(15);
      expect(mean(clipped)).toBeGreaterThan(2 * mean(passed));
      expect(Math.max(...after)).toBeLessThan(Math.max(...before) / 1.5);
    });
  });
