import { describe, expect, it } from "vitest";
import { largestSingularValue, trainBriefly } from "../train-briefly";
import { critic, normOf } from "./planar-runs";

export const effectsOfConstraints = () =>
  describe("constraints on weights", () => {
    it("weight clipping keeps every weight of the critic, and no other, within its limit", () => {
      const run = trainBriefly(critic, "weight-clipping:limit=0.02");
      const largest = (network: string) => Math.max(...run.weights(network).map(Math.abs));
      expect(largest("discriminator")).toBe(Math.fround(0.02));
      expect(largest("generator")).toBeGreaterThan(0.1);
    });

    it.each([
      [1, 1.2],
      [20, 1.01],
    ])(
      "spectral normalization with %i iterations keeps sigma of the weights in use near 1",
      (iterations, upTo) => {
        const config = { ...critic, objective: "hinge" } as const;
        const run = trainBriefly(config, `spectral-normalization:iterations=${iterations}`);
        const weights = run.weights("discriminator");
        const layers = [
          { name: "dense1", start: 0, rows: 2, columns: 16 },
          { name: "dense2", start: 48, rows: 16, columns: 16 },
          { name: "output", start: 320, rows: 16, columns: 1 },
        ];
        for (const { name, start, rows, columns } of layers) {
          const matrix = weights.subarray(start, start + rows * columns);
          const [left, right] = ["left", "right"].map(
            (side) => run.state.arrays.get(`discriminator/normalization/${name}/${side}`)!,
          );
          let divisor = 0;
          for (let row = 0; row < rows; row += 1)
            for (let column = 0; column < columns; column += 1)
              divisor += left![row]! * matrix[row * columns + column]! * right![column]!;
          const sigma = largestSingularValue(matrix, rows, columns) / divisor;
          expect(sigma).toBeGreaterThan(1 - 1e-5);
          expect(sigma).toBeLessThan(upTo);
        }
      },
    );

    it.each(["weight-decay:coefficient=50", "l2-penalty:coefficient=50"])("%s shrinks matrices", (decay) => {
      const optimizer = { name: "sgd", learningRate: 1e-3 } as const;
      const config = { ...critic, discriminatorOptimizer: optimizer, generatorOptimizer: optimizer };
      const [plain, decayed] = [trainBriefly(config, "none"), trainBriefly(config, decay)];
      // 40 updates that each take 5% away leave .95^40 = .13.
      const matrix = (run: typeof plain) => normOf(run.weights("generator").subarray(48, 48 + 256));
      expect(matrix(decayed) / matrix(plain)).toBeCloseTo(0.95 ** 40, 1);
      // Its bias is left alone, but for what its own gradient does.
      const bias = (run: typeof plain) => normOf(run.weights("generator").subarray(32, 48));
      expect(bias(decayed) / bias(plain)).toBeGreaterThan(0.9);
    });
  });
