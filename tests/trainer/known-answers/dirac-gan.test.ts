import { describe, expect, it } from "vitest";
import type { Intervention } from "../../../db/contract/interventions";
import { createContext } from "../../../trainer/context";
import { differentiate } from "../../../trainer/gradients/differentiate";
import { stabilizersOf } from "../../../trainer/interventions";
import { createNetwork, type Network, weightsOf } from "../../../trainer/networks/network";
import type { Objective } from "../../../trainer/objectives";
import { nonSaturating } from "../../../trainer/objectives/non-saturating";
import { wasserstein } from "../../../trainer/objectives/wasserstein";
import { sgd } from "../../../trainer/optimizers/sgd";
import { randomStream } from "../../../trainer/random";
import { createRunState } from "../../../trainer/state/state-registry";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../../../trainer/tensorflow";
import { onBackend } from "../on-backend";

onBackend();

/**
 * The Dirac-GAN (Mescheder, Geiger & Nowozin 2018, section 2): real data are a point at 0, the generator's sample
 * is the point theta, the discriminator D(x) = psi x. Only R1 converges to the equilibrium (0, 0).
 *
 * Gradient descent at h = .2 from (theta, psi) = (1, -1), that is distance 1 from both answers, for 500 steps.
 * Alternating: the generator moves first. The game is zero-sum as in the paper: the generator's loss is the
 * discriminator's with the other sign.
 */
const stepSize = 0.2;
const steps = 500;

interface Game {
  objective: Objective;
  interventions: Intervention[];
  order: "simultaneous" | "alternating";
}

/** Distance from the equilibrium after the last step. */
function play({ objective, interventions, order }: Game): number {
  const point = { layer: "output", name: "weight", shape: [1, 1] };
  const generator = createNetwork("generator", [point]);
  const discriminator = createNetwork("discriminator", [point]);
  generator.values[0] = 1;
  discriminator.values[0] = -1;
  const { discriminatorPenalties, weightConstraints } = stabilizersOf(
    interventions,
    createContext({ seed: 0, steps: 1 }),
  );
  const random = randomStream(0, "penalty");

  const discriminatorLoss = (theta: Tensor, psi: Tensor): Scalar => {
    const discriminate = (samples: Tensor) => tf.matMul(samples as Tensor2D, psi as Tensor2D);
    const real = tf.zeros([1, 1]);
    let loss = objective.discriminatorLoss(discriminate(real), discriminate(theta));
    for (const { penalty } of discriminatorPenalties)
      loss = tf.add(loss, penalty({ discriminate, real, fake: theta, random }));
    return loss;
  };
  const generatorLoss = (theta: Tensor, psi: Tensor): Scalar => {
    const discriminate = (samples: Tensor) => tf.matMul(samples as Tensor2D, psi as Tensor2D);
    const real = tf.zeros([1, 1]);
    return tf.neg(objective.discriminatorLoss(discriminate(real), discriminate(theta))) as Scalar;
  };
  const optimizer = sgd(1, { learningRate: stepSize, momentum: 0 }, createRunState());
  const gradientOf = (network: Network, loss: typeof generatorLoss) =>
    tf.tidy(() => {
      const theta = weightsOf(generator);
      const psi = weightsOf(discriminator);
      const gradient = new Float32Array(1);
      const by = network === generator ? theta : psi;
      differentiate(network, by, () => loss(theta[0]!, psi[0]!), gradient);
      return gradient;
    });

  for (let step = 0; step < steps; step += 1) {
    const byGenerator = gradientOf(generator, generatorLoss);
    if (order === "alternating") optimizer.update(generator.values, byGenerator);
    const byDiscriminator = gradientOf(discriminator, discriminatorLoss);
    if (order === "simultaneous") optimizer.update(generator.values, byGenerator);
    optimizer.update(discriminator.values, byDiscriminator);
    for (const constrain of weightConstraints) constrain(discriminator.values);
  }
  return Math.hypot(generator.values[0]!, discriminator.values[0]!);
}

const wganGp: Intervention = { name: "wgan-gp", coefficient: 0.35 };
const r1 = (gamma: number): Intervention => ({ name: "r1", gamma });

/** Radii by plain arithmetic on the two-dimensional map, in float64. */
const known: [string, Game, number][] = [
  ["GAN circles outward", { objective: nonSaturating, interventions: [], order: "simultaneous" }, 3.097],
  [
    "GAN circles on when alternating",
    { objective: nonSaturating, interventions: [], order: "alternating" },
    1.421,
  ],
  [
    "WGAN with weight clipping at 1 stays at distance 1",
    { objective: wasserstein, interventions: [{ name: "weight-clipping", limit: 1 }], order: "simultaneous" },
    1.002,
  ],
  [
    "WGAN-GP does not converge",
    { objective: wasserstein, interventions: [wganGp], order: "simultaneous" },
    1.802,
  ],
  [
    "WGAN-GP does not converge when alternating",
    { objective: wasserstein, interventions: [wganGp], order: "alternating" },
    1.221,
  ],
  [
    "R1 of .3 converges",
    { objective: nonSaturating, interventions: [r1(0.3)], order: "simultaneous" },
    2.64e-6,
  ],
  [
    "R1 of .3 converges faster when alternating",
    { objective: nonSaturating, interventions: [r1(0.3)], order: "alternating" },
    2.3e-7,
  ],
  [
    "R1 of 1 converges fastest",
    { objective: nonSaturating, interventions: [r1(1)], order: "simultaneous" },
    9.53e-22,
  ],
];

describe("the Dirac-GAN through our objectives, interventions and second-order gradients", () => {
  it.each(known)("%s", (_name, game, radius) => {
    expect(Math.abs(play(game) / radius - 1)).toBeLessThan(0.01);
  });
});
