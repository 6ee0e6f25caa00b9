import { wganGp } from "../../../../trainer/interventions/wgan-gp";
import { initializeByFanIn } from "../../../../trainer/networks/initialize";
import { applyMlp, createMlp } from "../../../../trainer/networks/mlp";
import type { Network } from "../../../../trainer/networks/network";
import { wasserstein } from "../../../../trainer/objectives/wasserstein";
import { randomStream } from "../../../../trainer/random";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../../../../trainer/tensorflow";
import { applyDiscriminator, createDiscriminator } from "../../../../trainer/workloads/mnist-gan/networks";
import { uniform } from "../speed";
import { criticSlope, penaltyCoefficient, type TaskOf } from "../tasks";
import type { OurNet } from "./net";

export function mlpCritic({ inputs, units, hiddenLayers, batch }: TaskOf<"mlp-critic">): OurNet {
  const network = createMlp("discriminator", [inputs, ...new Array<number>(hiddenLayers).fill(units), 1]);
  const apply = (weights: readonly Tensor[], samples: Tensor) =>
    applyMlp(weights, samples as Tensor2D, criticSlope);
  return critic(network, apply, [batch, inputs]);
}

/** The discriminator of the MNIST GAN. */
export function convCritic({ side, channels, batch }: TaskOf<"conv-critic">): OurNet {
  return critic(createDiscriminator(channels), applyDiscriminator, [batch, side, side, 1]);
}

function critic(
  network: Network,
  apply: (weights: readonly Tensor[], samples: Tensor) => Tensor,
  [batch, ...shape]: [number, ...number[]],
): OurNet {
  initializeByFanIn(network, randomStream(0, "init"));
  const random = randomStream(0, "penalty");
  const penalty = wganGp({ coefficient: penaltyCoefficient });
  const samples = uniform(2 * batch * shape.reduce((product, extent) => product * extent, 1));
  const loss = (weights: readonly Tensor[]) => {
    const both = tf.tensor(samples.slice(), [2 * batch, ...shape]);
    const discriminate = (input: Tensor) => apply(weights, input);
    const [realScores, fakeScores] = tf.split(discriminate(both), 2) as [Tensor, Tensor];
    const [real, fake] = tf.split(both, 2) as [Tensor, Tensor];
    const distance = wasserstein.discriminatorLoss(realScores, fakeScores);
    return tf.add(distance, penalty({ discriminate, real, fake, random })) as Scalar;
  };
  return { network, loss };
}
