import type { NamedTensorMap, Scalar, Tensor, Variable } from "@tensorflow/tfjs";
import type { BareResult } from "../train-bare";
import { trainedSteps, warmUpSteps } from "../training-lengths";
import type { Stock } from "./stock";

type NamedVariableMap = Record<keyof NamedTensorMap, Variable>;

/** A GAN as a reader of the TensorFlow.js guide writes it: variables, tf.variableGrads, tf.train.adam. */
export interface BareGan {
  generator: Variable[];
  discriminator: Variable[];
  latent: number;
  batchSize: number;
  discriminatorUpdates: number;
  objective: "wasserstein" | "non-saturating";
  adam: { learningRate: number; beta1: number; beta2: number };
  generate(noise: Tensor): Tensor;
  discriminate(samples: Tensor): Tensor;
  drawReals(): Tensor;
}

/** Of E (norm(grad D) - 1)^2, the workload's own default. */
const penaltyCoefficient = 1;

export function trainGan(tf: Stock, gan: BareGan, penalty: boolean): BareResult {
  const { learningRate, beta1, beta2 } = gan.adam;
  const adam = () => tf.train.adam(learningRate, beta1, beta2, 1e-8);
  const discriminatorOptimizer = adam();
  const generatorOptimizer = adam();
  const { batchSize, discriminatorUpdates: updates } = gan;
  const isCritic = gan.objective === "wasserstein";

  function discriminatorLoss(real: Tensor, fake: Tensor): Scalar {
    const [realScores, fakeScores] = tf.split(gan.discriminate(tf.concat([real, fake])), 2) as [
      Tensor,
      Tensor,
    ];
    const loss = isCritic
      ? tf.sub(tf.mean(fakeScores), tf.mean(realScores))
      : tf.add(tf.mean(tf.softplus(tf.neg(realScores))), tf.mean(tf.softplus(fakeScores)));
    return (penalty ? tf.add(loss, gradientPenalty(real, fake)) : loss) as Scalar;
  }

  /** WGAN-GP's term, by differentiating tf.grad's result: second order. */
  function gradientPenalty(real: Tensor, fake: Tensor): Tensor {
    const share = tf.randomUniform([batchSize, ...real.shape.slice(1).map(() => 1)]);
    const between = tf.add(fake, tf.mul(share, tf.sub(real, fake)));
    const slopes = tf.grad((x: Tensor) => tf.sum(gan.discriminate(x)))(between);
    const norms = tf.sqrt(tf.add(tf.sum(tf.square(tf.reshape(slopes, [batchSize, -1])), 1), 1e-12));
    return tf.mul(penaltyCoefficient, tf.mean(tf.square(tf.sub(norms, 1))));
  }

  function step(): void {
    tf.tidy(() => {
      const fakes = tf.split(gan.generate(tf.randomNormal([updates * batchSize, gan.latent])), updates);
      for (const fake of fakes) {
        const real = gan.drawReals();
        const { grads } = tf.variableGrads(() => discriminatorLoss(real, fake), gan.discriminator);
        discriminatorOptimizer.applyGradients(grads as NamedVariableMap);
      }
    });
    tf.tidy(() => {
      const noise = tf.randomNormal([batchSize, gan.latent]);
      const { value, grads } = tf.variableGrads(() => {
        const scores = gan.discriminate(gan.generate(noise));
        return (isCritic ? tf.neg(tf.mean(scores)) : tf.mean(tf.softplus(tf.neg(scores)))) as Scalar;
      }, gan.generator);
      // Its types ask for variables; the values are gradients by variable name.
      generatorOptimizer.applyGradients(grads as NamedVariableMap);
      // Whoever trains looks at the loss at least.
      value.dataSync();
    });
  }

  return { stepsPerSecond: speedOf(step) };
}

/** Steps a second after the warm-up. A peer that is very slow is stopped early: its speed is known by then. */
function speedOf(step: () => void): number {
  const limits = { warmUpMs: 10_000, measuredMs: 20_000 };
  const beganAt = performance.now();
  for (let made = 0; made < warmUpSteps; made++) {
    step();
    if (performance.now() - beganAt > limits.warmUpMs) break;
  }
  const startedAt = performance.now();
  let made = 0;
  while (made < trainedSteps - warmUpSteps && performance.now() - startedAt < limits.measuredMs) {
    step();
    made++;
  }
  return made / ((performance.now() - startedAt) / 1000);
}
