import type { TrainingContext } from "../../context";
import type { Stabilizers } from "../../interventions";
import type { Objective } from "../../objectives";
import type { Random } from "../../random";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../../tensorflow";
import { classLoss } from "./class-loss";
import type { Discriminators } from "./discriminators";
import { type GanModel, shapeOf, sizeOf } from "./gan-model";
import { type Judgement, judge, judgeBoth } from "./judge";
import { perceptualTerm } from "./perceptual-term";

/** What one discriminator update is made on. */
export interface SampleBatch {
  /** Real samples, then as many generated ones, [2 * count, ...sampleShape]. */
  samples: Tensor;
  /** Of a conditional model: the classes of the reals, and those that were asked for. */
  classes?: { real: Int32Array; fake: Int32Array } | undefined;
}

/** What a loss draws, apart from data and noise, so that those stay the same with and without it. */
export interface LossRandoms {
  penalty: Random;
  transform: Random;
}

/** Sees the terms of a loss; of several discriminators the judgements of all, one after the other. */
export interface LossObserver {
  judged(real: Judgement, fake: Judgement, classes: SampleBatch["classes"]): void;
  penalty(name: string, value: Scalar): void;
}

/** The losses of both players, of the objective and of everything that was added to it, as functions of weights. */
export interface GanLosses {
  ofDiscriminator(
    weights: readonly Tensor[],
    batch: SampleBatch,
    random: LossRandoms,
    observe?: LossObserver,
  ): Scalar;
  /** `asked`: the classes that the noise asks for; `opponent`: the discriminators' weights. */
  ofGenerator(
    weights: readonly Tensor[],
    from: { noise: Tensor2D; asked?: Int32Array | undefined },
    opponent: readonly Tensor[],
    random: LossRandoms,
    observe?: Pick<LossObserver, "penalty">,
  ): Scalar;
}

export function createGanLosses(
  model: GanModel,
  discriminators: Discriminators,
  objective: Objective,
  stabilizers: Stabilizers,
  context: TrainingContext,
): GanLosses {
  const { conditional } = model;
  const { sampleTransforms, discriminatorPenalties, featureLoss, realTarget } = stabilizers;
  const perceptual = stabilizers.perceptualLoss && perceptualTerm(model, stabilizers.perceptualLoss.loss);
  const featureRandom = featureLoss && context.random("features");

  /** Samples as a discriminator sees them. */
  function seen(samples: Tensor, { transform }: LossRandoms): Tensor {
    return sampleTransforms.reduce((changed, change) => change(changed, transform), samples);
  }

  function named({ classLogits }: Judgement, classes: Int32Array): Scalar {
    return tf.mul(classLoss(classLogits!, classes), conditional!.weight);
  }

  /** Real samples from a stream of their own, so that those of the discriminator stay what they are. */
  function drawForFeatures(count: number, random: Random): Tensor {
    const reals = new Float32Array(count * sizeOf(model));
    model.drawReals(reals, random);
    return tf.tensor(reals, [count, ...shapeOf(model)]);
  }

  return {
    ofDiscriminator(weights, { samples, classes }, random, observe) {
      const both = seen(samples, random);
      const each = discriminators.withWeights(weights);
      const judged = each.map((discriminate) => judgeBoth(discriminate, both, model));
      const all = [0, 1].map((half) => joined(judged.map((halves) => halves[half]!)));
      observe?.judged(
        all[0]!,
        all[1]!,
        classes && { real: repeated(classes.real, each.length), fake: repeated(classes.fake, each.length) },
      );
      let loss = sum(
        judged.map(([real, fake]) => objective.discriminatorLoss(real.scores, fake.scores, realTarget)),
      );
      if (classes)
        for (const [real, fake] of judged)
          loss = sum([loss, named(real, classes.real), named(fake, classes.fake)]);
      if (discriminatorPenalties.length === 0) return loss;
      const [real, fake] = tf.split(both, 2) as [Tensor, Tensor];
      for (const { name, penalty } of discriminatorPenalties) {
        const term = sum(
          each.map((discriminate) => penalty({ discriminate, real, fake, random: random.penalty })),
        );
        observe?.penalty(name, term);
        loss = tf.add(loss, term);
      }
      return loss;
    },
    ofGenerator(weights, { noise, asked }, opponent, random, observe) {
      const made = model.generate(weights, noise);
      const fake = seen(made, random);
      const real = featureRandom && seen(drawForFeatures(noise.shape[0], featureRandom), random);
      const losses = discriminators.withWeights(opponent).map((discriminate): Scalar => {
        const ofFake = judge(discriminate, fake, model);
        let loss = objective.generatorLoss(ofFake.scores);
        if (featureLoss && real) {
          const matched = featureLoss.loss(judge(discriminate, real, model).features, ofFake.features);
          const { adversarial } = featureLoss;
          loss = adversarial === 0 ? matched : tf.add(tf.mul(loss, adversarial), matched);
        }
        return asked ? tf.add(loss, named(ofFake, asked)) : loss;
      });
      // The mean of the generator's losses against each discriminator.
      const loss: Scalar = losses.length === 1 ? losses[0]! : tf.div(sum(losses), losses.length);
      if (!perceptual) return loss;
      const term = perceptual(made);
      observe?.penalty(stabilizers.perceptualLoss!.name, term);
      return tf.add(loss, term);
    },
  };
}

function sum(terms: readonly Scalar[]): Scalar {
  return terms.length === 1 ? terms[0]! : (tf.addN([...terms]) as Scalar);
}

/** The classes of a batch for each of several judgements of it. */
function repeated(classes: Int32Array, times: number): Int32Array {
  return Int32Array.from({ length: times * classes.length }, (_, index) => classes[index % classes.length]!);
}

function joined(parts: readonly Judgement[]): Judgement {
  if (parts.length === 1) return parts[0]!;
  const scores = tf.concat(parts.map((part) => part.scores));
  if (!parts[0]!.classLogits) return { scores };
  return { scores, classLogits: tf.concat(parts.map((part) => part.classLogits!)) };
}
