import { balanceConflict } from "../../../db/contract/config/accuracy-balance";
import { GradiometerError } from "../../../db/contract/errors";
import type { GanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { objectives } from "../../objectives";
import { reportDiscriminatorAccuracy } from "../../probes/discriminator-accuracy";
import { reportInputGradientNorm } from "../../probes/input-gradient-norm";
import { reportOverfittingSign } from "../../probes/overfitting-sign";
import type { Points } from "../../probes/points";
import { reportWassersteinEstimate } from "../../probes/wasserstein-estimate";
import { createUpdateBalance } from "../../protocol/accuracy-balance";
import { batchSizeAt } from "../../protocol/batch-size";
import { createWeightAverage } from "../../protocol/weight-average";
import { type Random, randomStream } from "../../random";
import { readBack } from "../../read-back";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../../tensorflow";
import type { PenalizedLoss } from "../workload";
import { discriminatorsOf } from "./discriminators";
import type { GanModel } from "./gan-model";
import { createGanProbes } from "./gan-probes";
import { lastHiddenLayer } from "./last-hidden-layer";
import { refuseTies, scoreBoth } from "./score-both";
import { standardizedModel } from "./standardized-model";

/** Samples are generated in passes of so many values, 64 digits: beyond it activations leave the processor's cache. */
const valuesOfAPass = 64 * 28 * 28;

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
export function trainGan(config: GanConfig, bare: GanModel, context: TrainingContext): GanTraining {
  const conflict = balanceConflict(config);
  if (conflict) throw new GradiometerError("invalid", conflict);
  const model = config.standardize ? standardizedModel(bare, randomStream(config.seed, "moments")) : bare;
  const { discriminatorUpdates, generatorUpdates } = config;
  const { generator, latent, sampleShape } = model;
  const objective = objectives[config.objective];
  const isCritic = objective.boundary === null;
  const stabilizers = stabilizersOf(config.interventions, context);
  const { featureLoss } = stabilizers;
  refuseTies(
    model.tiesExamples,
    stabilizers.discriminatorPenalties.filter(({ secondOrder }) => secondOrder).map(({ name }) => name),
  );
  const discriminators = discriminatorsOf(model, stabilizers, context);
  const discriminator = discriminators.network;
  const { stopwatch } = context;
  const dataRandom = context.random("data");
  const randoms: LossRandoms = {
    penalty: context.random("penalty"),
    transform: context.random("transform"),
  };
  const featureRandom = featureLoss && context.random("features");
  const noiseRandom = context.random("noise");
  const updaterOf = (network: typeof generator, settings: GanConfig["generatorOptimizer"]) =>
    createUpdater({
      network,
      optimizer: settings,
      stabilizers,
      constraints: network === discriminator ? stabilizers.weightConstraints : [],
      context,
    });
  const generatorUpdater = updaterOf(generator, config.generatorOptimizer);
  const discriminatorUpdater = updaterOf(discriminator, config.discriminatorOptimizer);
  const average =
    config.emaDecay > 0
      ? createWeightAverage(generator, config.emaDecay, context.state.within("generator/ema"))
      : undefined;

  const balance = createUpdateBalance(config.accuracyBalance);
  const probes = createGanProbes(config, discriminators.asOne, objective, context);

  const size = sampleShape.reduce((product, extent) => product * extent, 1);
  let batchSize = config.batchSize;
  /** Real samples, then as many generated ones. */
  let batch = new Float32Array(2 * batchSize * size);

  function drawNoise(count: number): Tensor2D {
    return tf.tensor2d(noiseRandom.fillNormal(new Float32Array(count * latent)), [count, latent]);
  }

  /** Samples as a discriminator sees them. */
  function seen(samples: Tensor, { transform }: LossRandoms): Tensor {
    return stabilizers.sampleTransforms.reduce((changed, change) => change(changed, transform), samples);
  }

  function discriminatorLoss(
    weights: readonly Tensor[],
    samples: Tensor,
    random: LossRandoms,
    observe?: DiscriminatorObserver,
  ): Scalar {
    const both = seen(samples, random);
    const each = discriminators.withWeights(weights);
    const scores = each.map((discriminate) => scoreBoth(discriminate, both, model.tiesExamples));
    observe?.scores(joined(scores.map(([real]) => real)), joined(scores.map(([, fake]) => fake)));
    let loss = sum(
      scores.map(([real, fake]) => objective.discriminatorLoss(real, fake, stabilizers.realTarget)),
    );
    if (stabilizers.discriminatorPenalties.length === 0) return loss;
    const [real, fake] = tf.split(both, 2) as [Tensor, Tensor];
    for (const { name, penalty } of stabilizers.discriminatorPenalties) {
      const term = sum(
        each.map((discriminate) => penalty({ discriminate, real, fake, random: random.penalty })),
      );
      observe?.penalty(name, term);
      loss = tf.add(loss, term);
    }
    return loss;
  }

  /** Returns the loss; undefined where the discriminator is too far ahead to be updated. */
  function updateDiscriminator(
    fakes: Float32Array,
    points: Points,
    observe?: DiscriminatorObserver,
  ): number | undefined {
    model.drawReals(batch.subarray(0, batchSize * size), dataRandom);
    batch.set(fakes, batchSize * size);
    discriminators.refresh();
    return tf.tidy(() => {
      const weights = weightsOf(discriminator);
      const both = tf.tensor(batch.slice(), [2 * batchSize, ...sampleShape]);
      if (balance && !balance.trainsDiscriminator(accuracyNow(weights, both, points))) return undefined;
      const byInput = isCritic && observe && context.probes.isDue("input-gradient-norm") ? [both] : [];
      const loss = () => discriminatorLoss(weights, both, randoms, observe);
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

  function accuracyNow(weights: readonly Tensor[], both: Tensor, points: Points): number {
    const discriminate = (samples: Tensor) => discriminators.asOne.discriminate(weights, samples);
    const [real, fake] = scoreBoth(discriminate, both, model.tiesExamples);
    const boundary = objective.boundary ?? 0;
    reportDiscriminatorAccuracy(points, real.dataSync<"float32">(), fake.dataSync<"float32">(), boundary);
    return points.get("discriminator_accuracy")!;
  }

  /** The mean of the generator's losses against each discriminator. */
  function generatorLoss(weights: readonly Tensor[], noise: Tensor2D, opponent: readonly Tensor[]): Scalar {
    const fake = seen(model.generate(weights, noise), randoms);
    const real = featureRandom && seen(drawForFeatures(featureRandom), randoms);
    const losses = discriminators.withWeights(opponent).map((discriminate): Scalar => {
      const ofFake = lastHiddenLayer(discriminate, fake);
      const own = objective.generatorLoss(ofFake.scores);
      if (!featureLoss || !real) return own;
      const matched = featureLoss.loss(lastHiddenLayer(discriminate, real).features, ofFake.features);
      return featureLoss.adversarial === 0 ? matched : tf.add(tf.mul(own, featureLoss.adversarial), matched);
    });
    return losses.length === 1 ? losses[0]! : tf.div(sum(losses), losses.length);
  }

  /** Real samples from a stream of their own, so that those of the discriminator stay what they are. */
  function drawForFeatures(random: Random): Tensor {
    const reals = new Float32Array(batchSize * size);
    model.drawReals(reals, random);
    return tf.tensor(reals, [batchSize, ...sampleShape]);
  }

  /** Returns the loss; undefined where the generator is too far ahead to be updated. */
  function updateGenerator(): number | undefined {
    return tf.tidy(() => {
      const noise = drawNoise(batchSize);
      if (balance && !balance.trainsGenerator()) return undefined;
      discriminators.refresh();
      const weights = weightsOf(generator);
      const opponent = weightsOf(discriminator);
      const loss = () => generatorLoss(weights, noise, opponent);
      const { loss: value } = differentiate(generator, weights, loss, generatorUpdater.gradient);
      generatorUpdater.apply();
      average?.push();
      return value;
    });
  }

  function resizeBatch(count: number): void {
    if (count === batchSize) return;
    batchSize = count;
    batch = new Float32Array(2 * batchSize * size);
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
        const [onReal, onFake] = [real.dataSync<"float32">(), fake.dataSync<"float32">()];
        if (objective.boundary === null) return reportWassersteinEstimate(points, onReal, onFake);
        reportDiscriminatorAccuracy(points, onReal, onFake, objective.boundary);
        reportOverfittingSign(points, onReal, objective.boundary);
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
      resizeBatch(batchSizeAt(config, context.step));
      const fakes = readBack(() =>
        model.generate(weightsOf(generator), drawNoise(discriminatorUpdates * batchSize)),
      );
      const ofDiscriminator = repeat(discriminatorUpdates, (update) => {
        const part = fakes.subarray(update * batchSize * size, (update + 1) * batchSize * size);
        const observer = update === discriminatorUpdates - 1 ? observerOf(points) : undefined;
        return updateDiscriminator(part, points, observer);
      });
      if (ofDiscriminator.made > 0) discriminatorUpdater.report(points, ofDiscriminator.loss);
      if (balance) points.set("updates/discriminator", ofDiscriminator.made);
      if (!Number.isFinite(ofDiscriminator.loss)) return false;
      const ofGenerator = repeat(generatorUpdates, updateGenerator);
      if (ofGenerator.made > 0) generatorUpdater.report(points, ofGenerator.loss);
      if (balance) points.set("updates/generator", ofGenerator.made);
      stopwatch.time(() => probes.report(points));
      return Number.isFinite(ofGenerator.loss);
    },
    generate(noise) {
      const samples = new Float32Array((noise.length / latent) * size);
      const pass = Math.max(1, Math.floor(valuesOfAPass / size));
      for (let start = 0; start < noise.length / latent; start += pass) {
        const part = noise.slice(start * latent, (start + pass) * latent);
        const weights = () => weightsOf(average?.network ?? generator);
        const made = readBack(() =>
          model.generate(weights(), tf.tensor2d(part, [part.length / latent, latent])),
        );
        samples.set(made, start * size);
      }
      return samples;
    },
    penalizedLosses() {
      if (!stabilizers.discriminatorPenalties.some(({ secondOrder }) => secondOrder)) return [];
      const random = randomStream(config.seed, "self-test");
      const count = 4;
      const samples = new Float32Array(2 * count * size);
      // Generated samples so early are noise around 0, and so are these.
      model.drawReals(samples.subarray(0, count * size), random);
      random.fillNormal(samples.subarray(count * size), 0.5);
      const loss = (weights: readonly Tensor[]) =>
        discriminatorLoss(weights, tf.tensor(samples.slice(), [2 * count, ...sampleShape]), {
          penalty: randomStream(config.seed, "self-test/penalty"),
          transform: randomStream(config.seed, "self-test/transform"),
        });
      return [{ network: discriminator, loss }];
    },
  };
}

/** Makes `updates` until a loss is not finite. Returns the last loss, 0 where none was made, and how many were made. */
function repeat(updates: number, make: (update: number) => number | undefined) {
  let loss = 0;
  let made = 0;
  for (let update = 0; update < updates && Number.isFinite(loss); update += 1) {
    const next = make(update);
    if (next === undefined) continue;
    loss = next;
    made += 1;
  }
  return { loss, made };
}

/** What a loss draws, apart from data and noise, so that those stay the same with and without it. */
interface LossRandoms {
  penalty: Random;
  transform: Random;
}

function sum(terms: readonly Scalar[]): Scalar {
  return terms.length === 1 ? terms[0]! : (tf.addN([...terms]) as Scalar);
}

function joined(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : tf.concat([...parts]);
}
