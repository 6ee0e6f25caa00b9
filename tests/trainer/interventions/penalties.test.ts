import { describe, expect, it } from "vitest";
import { createContext } from "../../../trainer/context";
import { stabilizersOf } from "../../../trainer/interventions";
import { initializeByFanIn } from "../../../trainer/networks/initialize";
import { applyMlp, createMlp } from "../../../trainer/networks/mlp";
import { weightsOf } from "../../../trainer/networks/network";
import { randomStream, xoshiro128StarStar } from "../../../trainer/random";
import { type Tensor, type Tensor2D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

const critic = createMlp("discriminator", [2, 8, 8, 1]);
initializeByFanIn(critic, randomStream(1, "init"));
const real = randomStream(1, "real").fillNormal(new Float32Array(10));
const fake = randomStream(1, "fake").fillNormal(new Float32Array(10));

/** The critic in float64, so that its slope can be taken by differences. */
function criticAt(x: number, y: number): number {
  let layer = [x, y];
  critic.parameters.forEach((weight, index) => {
    if (index % 2 === 1) return;
    const bias = critic.parameters[index + 1]!.values;
    const [inputs, units] = weight.shape as [number, number];
    const input = index === 0 ? layer : layer.map((value) => (value > 0 ? value : 0.2 * value));
    layer = Array.from({ length: units }, (_, unit) => {
      let sum = bias[unit]!;
      for (let i = 0; i < inputs; i += 1) sum += input[i]! * weight.values[i * units + unit]!;
      return sum;
    });
  });
  return layer[0]!;
}

function slopeAt(x: number, y: number): number {
  const step = 1e-6;
  const byX = (criticAt(x + step, y) - criticAt(x - step, y)) / (2 * step);
  const byY = (criticAt(x, y + step) - criticAt(x, y - step)) / (2 * step);
  return Math.hypot(byX, byY);
}

/** The value of a penalty as our code computes it, with a generator in a known state. */
function penaltyOf(intervention: Parameters<typeof stabilizersOf>[0][number]): number {
  const { penalty } = stabilizersOf([intervention], createContext({ seed: 0, steps: 1 }))
    .discriminatorPenalties[0]!;
  let value = 0;
  tf.tidy(() => {
    const weights = weightsOf(critic);
    const term = penalty({
      discriminate: (samples: Tensor) => applyMlp(weights, samples as Tensor2D, 0.2),
      real: tf.tensor2d(real, [5, 2]),
      fake: tf.tensor2d(fake, [5, 2]),
      random: xoshiro128StarStar([1, 2, 3, 4]),
    });
    value = term.dataSync()[0]!;
  });
  return value;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("penalties on a critic, against slopes taken by differences in float64", () => {
  it("wgan-gp is lambda E (norm - 1)^2 on points between pairs of real and fake", () => {
    const shares = xoshiro128StarStar([1, 2, 3, 4]).fillUniform(new Float32Array(5), 0, 1);
    const norms = Array.from(shares, (share, pair) => {
      const at = (axis: number) => share * real[2 * pair + axis]! + (1 - share) * fake[2 * pair + axis]!;
      return slopeAt(at(0), at(1));
    });
    const expected = 10 * mean(norms.map((norm) => (norm - 1) ** 2));
    expect(penaltyOf({ name: "wgan-gp", coefficient: 10 }) / expected).toBeCloseTo(1, 4);
  });

  it("r1 is gamma/2 E norm^2 on reals", () => {
    const norms = Array.from({ length: 5 }, (_, index) => slopeAt(real[2 * index]!, real[2 * index + 1]!));
    const expected = 5 * mean(norms.map((norm) => norm ** 2));
    expect(penaltyOf({ name: "r1", gamma: 10 }) / expected).toBeCloseTo(1, 4);
  });
});

describe("input-gradient penalty", () => {
  it("is lambda E norm(dL_i/dx_i)^2, each example's own gradient", () => {
    const { penalty } = stabilizersOf(
      [{ name: "input-gradient-penalty", coefficient: 0.01 }],
      createContext({ seed: 0, steps: 1 }),
    ).inputPenalty!;
    tf.tidy(() => {
      // L_i = 3 x_i + y_i^2 has the gradient (3, 2 y_i).
      const input = tf.tensor2d([1, 2, -1, 0.5], [2, 2]);
      const losses = (x: Tensor) => {
        const [first, second] = tf.split(x as Tensor2D, 2, 1);
        return tf.reshape(tf.add(tf.mul(first!, 3), tf.square(second!)), [2]);
      };
      const result = penalty(losses, input);
      expect(Array.from(result.losses.dataSync())).toEqual([7, -2.75]);
      expect(result.penalty.dataSync()[0]).toBeCloseTo((0.01 * (9 + 16 + (9 + 1))) / 2, 6);
    });
  });
});
