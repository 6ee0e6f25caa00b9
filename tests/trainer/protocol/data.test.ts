import { describe, expect, it } from "vitest";
import { batchSizeAt } from "../../../trainer/protocol/batch-size";
import { balancedIndex } from "../../../trainer/protocol/class-balance";
import { difficultyAt, lengthAt } from "../../../trainer/protocol/curriculum";
import { channelMoments, standardize } from "../../../trainer/protocol/standardize";
import { randomStream } from "../../../trainer/random";
import { tf } from "../../../trainer/tensorflow";
import { openMnist, readMnistLabels, side } from "../../../trainer/workloads/mnist-gan/mnist";
import { onBackend } from "../on-backend";

onBackend();

describe("the batch size at a step", () => {
  it("grows by its factor each k steps, up to the largest", () => {
    const config = { batchSize: 10, batchGrowth: { factor: 1.5, every: 2, largest: 30 } };
    expect([1, 2, 3, 4, 5, 6, 7].map((step) => batchSizeAt(config, step))).toEqual([
      10, 10, 15, 15, 23, 23, 30,
    ]);
  });

  it("never falls below the config's, and without growth is the config's", () => {
    expect(batchSizeAt({ batchSize: 64, batchGrowth: { factor: 2, every: 1, largest: 32 } }, 9)).toBe(64);
    expect(batchSizeAt({ batchSize: 64, batchGrowth: { factor: 1, every: 1, largest: 32 } }, 9)).toBe(64);
  });
});

describe("a curriculum", () => {
  it("rises linearly from its start to the full difficulty", () => {
    const found = [1, 2, 3, 4, 5, 6].map((step) => difficultyAt({ steps: 4, start: 0.2 }, step));
    for (const [index, expected] of [0.2, 0.4, 0.6, 0.8, 1, 1].entries())
      expect(found[index]).toBeCloseTo(expected, 12);
  });

  it("is off by default, and a sequence never shorter than its task allows", () => {
    expect(difficultyAt({ steps: 0, start: 0.1 }, 1)).toBe(1);
    const config = { sequenceLength: 50, curriculum: { steps: 10, start: 0.1 } };
    expect([1, 6, 11].map((step) => lengthAt(config, step, 10))).toEqual([10, 28, 50]);
  });
});

describe("drawing classes equally often", () => {
  it("makes a class with a tenth of the data come up as often as the others", () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
    const draw = balancedIndex(labels);
    const random = randomStream(1, "data");
    const drawn = Array.from({ length: 4000 }, () => draw(random));
    const rare = drawn.filter((index) => labels[index] === 7).length;
    // Binomial(4000, 1/2): a deviation of 32.
    expect(Math.abs(rare - 2000)).toBeLessThan(130);
    expect(new Set(drawn).size).toBe(10);
  });

  it("balances MNIST's digits, of which ones are a fourth more frequent than fives", () => {
    const labels = readMnistLabels("train");
    const draw = balancedIndex(labels);
    const random = randomStream(2, "data");
    const counts = new Array<number>(10).fill(0);
    for (let drawn = 0; drawn < 20_000; drawn += 1) counts[labels[draw(random)]!]! += 1;
    // Chi-squared with 9 degrees of freedom: 27.9 at p = .001. MNIST's own shares would give about 240.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });
});

describe("standardization", () => {
  it("gives every channel mean 0 and deviation 1", () => {
    const random = randomStream(1, "data");
    const samples = random.fillNormal(new Float32Array(2 * 500));
    for (let index = 0; index < samples.length; index += 2) {
      samples[index] = 100 + 3 * samples[index]!;
      samples[index + 1] = -0.01 * samples[index + 1]!;
    }
    const moments = channelMoments(samples, 2);
    const result = tf.tidy(() => standardize(tf.tensor2d(samples, [500, 2]), moments).dataSync<"float32">());
    for (const channel of [0, 1]) {
      const values = Array.from({ length: 500 }, (_, index) => result[2 * index + channel]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / 500;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 500;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(1, 3);
    }
  });

  it("finds the known moments of MNIST: mean .1307 and deviation .3081 of pixels from 0 to 1", () => {
    const images = openMnist("train");
    const some = new Float32Array(4000 * side * side);
    for (let image = 0; image < 4000; image += 1) images.read(image, some, image * side * side);
    images.close();
    const { mean, deviation } = channelMoments(some, 1);
    expect((mean[0]! + 1) / 2).toBeCloseTo(0.1307, 2);
    expect(deviation[0]! / 2).toBeCloseTo(0.3081, 2);
  });

  it("leaves a channel that never varies at 0", () => {
    const moments = channelMoments(new Float32Array([5, 5, 5]), 1);
    const result = tf.tidy(() => standardize(tf.tensor2d([5, 5], [2, 1]), moments).dataSync());
    expect(Array.from(result)).toEqual([0, 0]);
  });
});
