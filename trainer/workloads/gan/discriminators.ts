import type { TrainingContext } from "../../context";
import type { Stabilizers } from "../../interventions";
import type { NetworkObserver } from "../../networks/build";
import { createNetwork, type Network } from "../../networks/network";
import { type Tensor, tf } from "../../tensorflow";
import type { GanModel } from "./gan-model";

/** [batch, ...sampleShape] -> [batch, 1]. */
export type Discriminate = (samples: Tensor, observe?: NetworkObserver) => Tensor;

/** What stands against the generator: a model's discriminator, or several like it, with their weights normalized. */
export interface Discriminators {
  /** The weights of all of them. */
  network: Network;
  /** Lets the normalization follow the weights; before each update of whatever network. */
  refresh(): void;
  /** Each of them with these weights, which are those of `network`. */
  withWeights(weights: readonly Tensor[]): Discriminate[];
  /** The model with all of them as one discriminator, whose score is their mean. */
  asOne: GanModel;
}

/**
 * Several discriminators differ in their initial weights. They share one network, with layers "d1-..." to
 * "d<count>-...", so that whatever watches or clips the discriminator sees all of them together. Each minimizes its own
 * loss, and the generator the mean of its losses against them.
 * Source: Durugkar, Gemp & Mahadevan 2017 (GMAN, arithmetic mean).
 * Misleads: loss, penalties and norms of "discriminator" are over all of them: sums of `count` losses, norms that grow
 * with its root.
 */
export function discriminatorsOf(
  model: GanModel,
  stabilizers: Pick<Stabilizers, "discriminators" | "weightNormalization">,
  context: TrainingContext,
): Discriminators {
  const count = stabilizers.discriminators;
  const network = count === 1 ? model.discriminator : manyOf(model, count, context);
  const normalization = stabilizers.weightNormalization?.(
    network,
    context.random("init/normalization"),
    context.state.within("discriminator/normalization"),
  );
  const perOne = model.discriminator.parameters.length;

  function withWeights(trained: readonly Tensor[]): Discriminate[] {
    const weights = normalization?.apply(trained) ?? trained;
    return Array.from({ length: count }, (_, index) => {
      const own = weights.slice(index * perOne, (index + 1) * perOne);
      return (samples, observe) => model.discriminate(own, samples, observe);
    });
  }
  return {
    network,
    refresh: () => normalization?.refresh(),
    withWeights,
    asOne: {
      ...model,
      discriminator: network,
      discriminate(weights, samples, observe) {
        const scores = withWeights(weights).map((discriminate) => discriminate(samples, observe));
        return scores.length === 1 ? scores[0]! : tf.div(tf.addN(scores), count);
      },
    },
  };
}

function manyOf(model: GanModel, count: number, context: TrainingContext): Network {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const { parameters, values, isActive } = model.discriminator;
  const network = createNetwork(
    "discriminator",
    numbers.flatMap((number) =>
      parameters.map(({ layer, name, shape }) => ({ layer: `d${number}-${layer}`, name, shape })),
    ),
  );
  if (isActive) network.isActive = (layer) => isActive(layer.replace(/^d\d+-/, ""));
  network.values.set(values);
  for (const number of numbers.slice(1)) {
    const another = model.anotherDiscriminator(context.random(`init/discriminator-${number}`));
    network.values.set(another.values, (number - 1) * values.length);
  }
  return network;
}
