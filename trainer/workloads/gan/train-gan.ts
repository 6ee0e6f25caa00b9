import type { GanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { objectives } from "../../objectives";
import { reportDiscriminatorAccuracy } from "../../probes/discriminator-accuracy";
import { reportInputGradientNorm } from "../../probes/input-gradient-norm";
import type { Points } from "../../probes/points";
import { reportWassersteinEstimate } from "../../probes/wasserstein-estimate";
import { createWeightAverage } from "../../protocol/weight-average";
import { type Random, randomStream } from "../../random";
import { readBack } from "../../read-back";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../../tensorflow";
import type { PenalizedLoss } from "../workload";
import type { GanModel } from "./gan-model";

export interface GanTraining {
  step(points: Points): boolean;
  /** Samples made from the given noise, [count * size of a sample], by the generator's average where one is kept. */
  generate(noise: Float32Array): Float32Array;
  penalizedLosses(): PenalizedLoss[];
}

/**
 * A GAN's training step: `discriminatorUpdates` of the discriminator, each on fresh data, then
 * `generatorUpdates` of the generator (Goodfellow 2014, algorithm 1). The generator stands still while the
 * discriminator learns, so the samples of all its updates are made at once.
 */
export function trainGan(config: GanConfig, model: GanModel, context: TrainingContext): GanTraining {
  const { batchSize, discriminatorUpdates, generatorUpdates } = config;
  const { generator, discriminator, latent, sampleShape } = model;
  const objective = objectives[config.objective];
  const isCritic = config.objective === "wasserstein";
  const stabilizers = stabilizersOf(config.interventions, context);
  const { stopwatch } = context;
  const dataRandom = context.random("data");
  const penaltyRandom = context.random("penalty");
  const noiseRandom = context.random("noise");
  const updaterOf = (network: typeof generator, settings: GanConfig["generatorOptimizer"]) =>
    createUpdater({
      network,
      optimizer: settings,
      clips: stabilizers.clips,
      constraints: network === discriminator ? stabilizers.weightConstraints : [],
      context,
    });
  const generatorUpdater = updaterOf(generator, config.generatorOptimizer);
  const discriminatorUpdater = updaterOf(discriminator, config.discriminatorOptimizer);
  const average =
    config.emaDecay > 0
      ? createWeightAverage(generator, config.emaDecay, context.state.within("generator/ema"))
      : undefined;

  const size = sampleShape.reduce((product, extent) => product * extent, 1);
  /** Real samples, then as many generated ones. */
  const batch = new Float32Array(2 * batchSize * size);

  function drawNoise(count: number): Tensor2D {
    return tf.tensor2d(noiseRandom.fillNormal(new Float32Array(count * latent)), [count, latent]);
  }

  function discriminatorLoss(
    weights: readonly Tensor[],
    both: Tensor,
    random: Random,
    observe?: DiscriminatorObserver,
  ): Scalar {
    const discriminate = (samples: Tensor) => model.discriminate(weights, samples);
    const [realScores, fakeScores] = tf.split(discriminate(both), 2) as [Tensor, Tensor];
    observe?.scores(realScores, fakeScores);
    let loss = objective.discriminatorLoss(realScores, fakeScores);
    if (stabilizers.discriminatorPenalties.length === 0) return loss;
    const [real, fake] = tf.split(both, 2) as [Tensor, Tensor];
    for (const { name, penalty } of stabilizers.discriminatorPenalties) {
      const term = penalty({ discriminate, real, fake, random });
      observe?.penalty(name, term);
      loss = tf.add(loss, term);
    }
    return loss;
  }

  function updateDiscriminator(fakes: Float32Array, observe?: DiscriminatorObserver): number {
    model.drawReals(batch.subarray(0, batchSize * size), dataRandom);
    batch.set(fakes, batchSize * size);
    return tf.tidy(() => {
      const weights = weightsOf(discriminator);
      const both = tf.tensor(batch.slice(), [2 * batchSize, ...sampleShape]);
      const byInput = isCritic && observe ? [both] : [];
      const loss = () => discriminatorLoss(weights, both, penaltyRandom, observe);
      const { loss: value, gradients } = differentiate(
        discriminator,
        weights,
        loss,
        discriminatorUpdater.gradient,
        byInput,
      );
      if (gradients[0]) observe?.inputGradient(gradients[0]);
      discriminatorUpdater.apply();
      return value;
    });
  }

  function updateGenerator(): number {
    return tf.tidy(() => {
      const weights = weightsOf(generator);
      const opponent = weightsOf(discriminator);
      const noise = drawNoise(batchSize);
      const loss = () =>
        objective.generatorLoss(model.discriminate(opponent, model.generate(weights, noise)));
      const { loss: value } = differentiate(generator, weights, loss, generatorUpdater.gradient);
      generatorUpdater.apply();
      average?.push();
      return value;
    });
  }

  /** What the last discriminator update of a step shows besides its gradient. */
  interface DiscriminatorObserver {
    scores(real: Tensor, fake: Tensor): void;
    penalty(name: string, value: Scalar): void;
    inputGradient(gradient: Tensor): void;
  }
  const observerOf = (points: Points): DiscriminatorObserver => ({
    scores: (real, fake) =>
      stopwatch.time(() => {
        const report = isCritic ? reportWassersteinEstimate : reportDiscriminatorAccuracy;
        report(points, real.dataSync<"float32">(), fake.dataSync<"float32">());
      }),
    penalty: (name, value) => stopwatch.time(() => points.set(`penalty/${name}`, value.dataSync()[0]!)),
    inputGradient: (gradient) =>
      stopwatch.time(() =>
        // The critic's loss is a mean over the batch, so each row holds the sample's gradient divided by it.
        reportInputGradientNorm(points, gradient.dataSync<"float32">(), 2 * batchSize, 1 / batchSize),
      ),
  });

  return {
    step(points) {
      let loss = 0;
      const fakes = readBack(() =>
        model.generate(weightsOf(generator), drawNoise(discriminatorUpdates * batchSize)),
      );
      for (let update = 0; update < discriminatorUpdates; update += 1) {
        const part = fakes.subarray(update * batchSize * size, (update + 1) * batchSize * size);
        loss = updateDiscriminator(
          part,
          update === discriminatorUpdates - 1 ? observerOf(points) : undefined,
        );
        if (!Number.isFinite(loss)) break;
      }
      discriminatorUpdater.report(points, loss);
      if (!Number.isFinite(loss)) return false;
      for (let update = 0; update < generatorUpdates && Number.isFinite(loss); update += 1)
        loss = updateGenerator();
      generatorUpdater.report(points, loss);
      return Number.isFinite(loss);
    },
    generate: (noise) =>
      readBack(() =>
        model.generate(
          weightsOf(average?.network ?? generator),
          tf.tensor2d(noise, [noise.length / latent, latent]),
        ),
      ),
    penalizedLosses() {
      if (stabilizers.discriminatorPenalties.length === 0) return [];
      const random = randomStream(config.seed, "self-test");
      const count = 4;
      const samples = new Float32Array(2 * count * size);
      // Generated samples so early are noise around 0, and so are these.
      model.drawReals(samples.subarray(0, count * size), random);
      random.fillNormal(samples.subarray(count * size), 0.5);
      const loss = (weights: readonly Tensor[]) =>
        discriminatorLoss(
          weights,
          tf.tensor(samples.slice(), [2 * count, ...sampleShape]),
          randomStream(config.seed, "self-test/penalty"),
        );
      return [{ network: discriminator, loss }];
    },
  };
}
