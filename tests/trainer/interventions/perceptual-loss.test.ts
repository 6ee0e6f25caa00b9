import { describe, expect, it } from "vitest";
import { checkSecondOrder } from "../../../trainer/autodiff";
import { perceptualLoss } from "../../../trainer/interventions/perceptual-loss";
import { initializeByFanIn } from "../../../trainer/networks/initialize";
import { weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Tensor2D, type Tensor4D, tf } from "../../../trainer/tensorflow";
import type { GanModel } from "../../../trainer/workloads/gan/gan-model";
import { perceptualTerm } from "../../../trainer/workloads/gan/perceptual-term";
import { digitsOf } from "../../../trainer/workloads/mnist-gan/digits";
import { applyGenerator, createGenerator } from "../../../trainer/workloads/mnist-gan/networks";
import { onBackend } from "../on-backend";

onBackend();

const model = {
  digits: { of: (samples) => samples as Tensor4D, draw: digitsOf("train") },
} satisfies Pick<GanModel, "digits">;
const term = () => perceptualTerm(model as GanModel, perceptualLoss({ coefficient: 1 }));

describe("perceptual loss", () => {
  it("is the mean squared distance of means and deviations, in the reals' deviations", () => {
    const real = [
      [1, 0],
      [3, 0],
      [5, 0.1],
    ];
    const fake = [
      [2, 1],
      [2, 3],
    ];
    const moments = (rows: number[][], feature: number) => {
      const values = rows.map((row) => row[feature]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      return [mean, Math.sqrt(variance)] as const;
    };
    let expected = 0;
    for (const feature of [0, 1]) {
      const [mean, deviation] = moments(real, feature);
      const [found, spread] = moments(fake, feature);
      expected += ((found - mean) ** 2 + (spread - deviation) ** 2) / Math.max(deviation, 0.1) ** 2 / 2;
    }
    tf.tidy(() => {
      const loss = perceptualLoss({ coefficient: 3 })(tf.tensor2d(real), tf.tensor2d(fake));
      expect(loss.dataSync()[0]! / (3 * expected)).toBeCloseTo(1, 3);
    });
  });

  it("is near 1.5 / B for B real digits, and far from it for noise", () => {
    const digits = new Float32Array(256 * 784);
    digitsOf("test")(digits, randomStream(3, "digits"));
    const noise = randomStream(3, "noise").fillUniform(new Float32Array(256 * 784), -1, 1);
    tf.tidy(() => {
      const [ofDigits, ofNoise] = [digits, noise].map(
        (images) => term()(tf.tensor(images, [256, 28, 28, 1])).dataSync()[0]!,
      );
      expect(ofDigits).toBeGreaterThan(0.5 / 256);
      expect(ofDigits).toBeLessThan(6 / 256);
      expect(ofNoise).toBeGreaterThan(10 * ofDigits!);
    });
  });

  it("has the gradient by a generator's weights that differences have, through the classifier", () => {
    const generator = createGenerator(4, 2);
    initializeByFanIn(generator, randomStream(1, "init"));
    const noise = randomStream(1, "noise").fillNormal(new Float32Array(3 * 4));
    tf.tidy(() => {
      const loss = term();
      checkSecondOrder(
        tf,
        (weights) => loss(applyGenerator(weights, tf.tensor2d(noise, [3, 4]) as Tensor2D)),
        weightsOf(generator),
      );
    });
  });

  it("is refused where samples are no digits", () => {
    expect(() => perceptualTerm({} as GanModel, perceptualLoss({ coefficient: 1 }))).toThrow(
      /through a classifier of digits, and this workload makes none/,
    );
  });
});
