import { describe, expect, it } from "vitest";
import type { Intervention } from "../../db/contract/interventions";
import { createContext } from "../../trainer/context";
import { differentiate } from "../../trainer/gradients/differentiate";
import { createUpdater } from "../../trainer/gradients/updater";
import { stabilizersOf } from "../../trainer/interventions";
import { buildNetwork, mlp } from "../../trainer/networks/build";
import { weightsOf } from "../../trainer/networks/network";
import { wasserstein } from "../../trainer/objectives/wasserstein";
import { type Scalar, type Tensor, tf } from "../../trainer/tensorflow";
import { drawFromRoll } from "../../trainer/workloads/swiss-roll-gan/swiss-roll";
import { logErrors, mean, slopeOf } from "../trainer/known-answers/layer-profile";
import { onBackend } from "../trainer/on-backend";

onBackend();

/**
 * Gulrajani 2017, figure 1b: critics of 12 ReLU layers that learn to tell the swiss roll from the roll plus noise.
 * With weight clipping the gradient's norm falls by log10(c sqrt(n/2)) from layer to layer, output to input; with
 * the gradient penalty it neither falls nor rises. (A bound of .1 is wider than most weights of such a critic.)
 */
const [depth, width, batch, steps] = [12, 128, 64, 150];

function trainedSlope(interventions: Intervention[], seed: number): number {
  const context = createContext({ seed, steps });
  const hidden = Array.from({ length: depth }, () => width);
  const critic = buildNetwork(
    "critic",
    [2],
    { ...mlp(hidden, 1), initialization: { name: "he-normal" } },
    context.random("init"),
  );
  const stabilizers = stabilizersOf(interventions, context);
  const updater = createUpdater({
    network: critic.network,
    optimizer: { name: "adam", learningRate: 1e-4, beta1: 0, beta2: 0.9, epsilon: 1e-8 },
    stabilizers,
    constraints: stabilizers.weightConstraints,
    context,
  });
  const random = context.random("data");
  const drawReals = () => {
    const samples = new Float32Array(2 * batch);
    drawFromRoll({ turns: 1.5, sigma: 0.0177 }, random, samples);
    return samples;
  };
  for (let step = 0; step < steps; step += 1)
    tf.tidy(() => {
      const weights = weightsOf(critic.network);
      const real = tf.tensor2d(drawReals(), [batch, 2]);
      const fake = tf.add(
        tf.tensor2d(drawReals(), [batch, 2]),
        tf.tensor2d(random.fillNormal(new Float32Array(2 * batch)), [batch, 2]),
      );
      const discriminate = (samples: Tensor) => critic.apply(weights, samples);
      const loss = () => {
        let value = wasserstein.discriminatorLoss(discriminate(real), discriminate(fake));
        for (const { penalty } of stabilizers.discriminatorPenalties)
          value = tf.add(value, penalty({ discriminate, real, fake, random }));
        return value as Scalar;
      };
      differentiate(critic.network, weights, loss, updater.gradient);
      updater.apply();
    });
  const examples = Array.from({ length: 16 }, () => [...drawReals().subarray(0, 2)]);
  return mean(examples.map((example) => slopeOf(logErrors(critic, example).slice(1, -1))));
}

describe("slope of log10 gradient norms over the layers of a trained critic", () => {
  it.each([
    [0.01, -1.097],
    [0.001, -2.097],
  ])("weight clipping at %d: log10(c sqrt(n/2)) = %d", (limit, slope) => {
    expect(Math.abs(trainedSlope([{ name: "weight-clipping", limit }], 1) - slope)).toBeLessThan(0.06);
  });

  it("gradient penalty: about 0", () => {
    expect(Math.abs(trainedSlope([{ name: "wgan-gp", coefficient: 10 }], 1))).toBeLessThan(0.1);
  });
});
