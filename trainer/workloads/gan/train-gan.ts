import { balanceConflict } from "../../../db/contract/config/accuracy-balance";
import { GradiometerError } from "../../../db/contract/errors";
import type { GanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { digitsOfAPass } from "../../digits-of-a-pass";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { objectives } from "../../objectives";
import { reportAuxiliaryClassifier } from "../../probes/auxiliary-classifier";
import { reportDiscriminatorAccuracy } from "../../probes/discriminator-accuracy";
import { reportInputGradientNorm } from "../../probes/input-gradient-norm";
import { reportOverfittingSign } from "../../probes/overfitting-sign";
import type { Points } from "../../probes/points";
import { reportWassersteinEstimate } from "../../probes/wasserstein-estimate";
import { createUpdateBalance } from "../../protocol/accuracy-balance";
import { batchSizeAt } from "../../protocol/batch-size";
import { createWeightAverage } from "../../protocol/weight-average";
import { randomStream } from "../../random";
import { readBack, valuesInPlace } from "../../read-back";
import { type Tensor, type Tensor2D, tf } from "../../tensorflow";
import type { PenalizedLoss } from "../workload";
import { discriminatorsOf } from "./discriminators";
import { createGanLosses, type LossObserver, type LossRandoms } from "./gan-losses";
import { type GanModel, shapeOf, sizeOf } from "./gan-model";
import { createGanProbes } from "./gan-probes";
import { judgeBoth } from "./judge";
import { drawLatents, type Latents } from "./latents";
import { refuseTies } from "./refuse-ties";
import { standardizedModel } from "./standardized-model";

const pixelsOfADigit = 28 * 28;

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
  const model = config.standardize
    ? standardizedModel(bare, randomStream(config.seed, "moments"), context.state)
    : bare;
  const { discriminatorUpdates, generatorUpdates } = config;
  const { generator, conditional, latent } = model;
  const objective = objectives[config.objective];
  const isCritic = objective.boundary === null;
  const stabilizers = stabilizersOf(config.interventions, context);
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
  const losses = createGanLosses(model, discriminators, objective, stabilizers, context);
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

  let size = sizeOf(model);
  let batchSize = config.batchSize;
  /** Real samples, then as many generated ones. */
  let batch = new Float32Array(2 * batchSize * size);

  const drawNoise = (count: number): Latents => drawLatents(model, count, noiseRandom);
  const tensorOf = ({ values }: Latents): Tensor2D => tf.tensor2d(values, [values.length / latent, latent]);

  /** Returns the loss; undefined where the discriminator is too far ahead to be updated. */
  function updateDiscriminator(
    fakes: { samples: Float32Array; classes?: Int32Array | undefined },
    points: Points,
    observe?: UpdateObserver,
  ): number | undefined {
    const ofReals = conditional && new Int32Array(batchSize);
    model.drawReals(batch.subarray(0, batchSize * size), dataRandom, ofReals);
    batch.set(fakes.samples, batchSize * size);
    const classes = ofReals && fakes.classes && { real: ofReals, fake: fakes.classes };
    discriminators.refresh();
    return tf.tidy(() => {
      const weights = weightsOf(discriminator);
      const both = tf.tensor(batch.slice(), [2 * batchSize, ...shapeOf(model)]);
      if (balance && !balance.trainsDiscriminator(accuracyNow(weights, both, points))) return undefined;
      const byInput = isCritic && observe && context.probes.isDue("input-gradient-norm") ? [both] : [];
      const loss = () => losses.ofDiscriminator(weights, { samples: both, classes }, randoms, observe);
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
    // Scores only, and so nothing of an auxiliary classifier.
    const { tiesExamples } = model;
    const [real, fake] = judgeBoth(discriminate, both, { tiesExamples }).map(({ scores }) =>
      scores.dataSync<"float32">(),
    );
    reportDiscriminatorAccuracy(points, real!, fake!, objective.boundary ?? 0);
    return points.get("discriminator_accuracy")!;
  }

  /** Returns the loss; undefined where the generator is too far ahead to be updated. */
  function updateGenerator(observe?: UpdateObserver): number | undefined {
    return tf.tidy(() => {
      const latents = drawNoise(batchSize);
      if (balance && !balance.trainsGenerator()) return undefined;
      discriminators.refresh();
      const weights = weightsOf(generator);
      const opponent = weightsOf(discriminator);
      const from = { noise: tensorOf(latents), asked: latents.classes };
      const loss = () => losses.ofGenerator(weights, from, opponent, randoms, observe);
      const { loss: value } = differentiate(generator, weights, loss, generatorUpdater.gradient);
      generatorUpdater.apply();
      average?.push();
      return value;
    });
  }

  function resizeBatch(count: number): void {
    const sizeNow = sizeOf(model);
    if (count === batchSize && sizeNow === size) return;
    batchSize = count;
    size = sizeNow;
    batch = new Float32Array(2 * batchSize * size);
  }

  /** What the last update of a step shows besides its gradient. */
  interface UpdateObserver extends LossObserver {
    inputGradient(gradient: Tensor): void;
  }
  const observerOf = (points: Points): UpdateObserver => ({
    judged: (real, fake, classes) =>
      stopwatch.time(() => {
        const [onReal, onFake] = [valuesInPlace(real.scores), valuesInPlace(fake.scores)];
        if (objective.boundary === null) reportWassersteinEstimate(points, onReal, onFake);
        else {
          reportDiscriminatorAccuracy(points, onReal, onFake, objective.boundary);
          reportOverfittingSign(points, onReal, objective.boundary);
        }
        if (!classes) return;
        reportAuxiliaryClassifier(points, "real", valuesInPlace(real.classLogits!), classes.real);
        reportAuxiliaryClassifier(points, "fake", valuesInPlace(fake.classLogits!), classes.fake);
      }),
    penalty: (name, value) => stopwatch.time(() => points.set(`penalty/${name}`, valuesInPlace(value)[0]!)),
    inputGradient: (gradient) =>
      stopwatch.time(() =>
        // The critic's loss is a mean over the batch, so each row holds the sample's gradient divided by it.
        reportInputGradientNorm(points, valuesInPlace(gradient), 2 * batchSize, 1 / batchSize),
      ),
  });

  /** The discriminator's loss as it is at a step, on a few samples. */
  function penalizedLossAt(step: number): PenalizedLoss["loss"] {
    const count = 4;
    const random = randomStream(config.seed, "self-test");
    const classes = conditional && { real: new Int32Array(count), fake: new Int32Array(count) };
    const { samples, shape } = atStep(step, () => {
      const samples = new Float32Array(2 * count * sizeOf(model));
      model.drawReals(samples.subarray(0, samples.length / 2), random, classes?.real);
      return { samples, shape: shapeOf(model) };
    });
    // Generated samples so early are noise around 0, and so are these.
    random.fillNormal(samples.subarray(samples.length / 2), 0.5);
    return (weights) =>
      atStep(step, () =>
        losses.ofDiscriminator(
          weights,
          { samples: tf.tensor(samples.slice(), [2 * count, ...shape]), classes },
          {
            penalty: randomStream(config.seed, "self-test/penalty"),
            transform: randomStream(config.seed, "self-test/transform"),
          },
        ),
      );
  }

  /** Does what it would do at a step, before training begins. */
  function atStep<T>(step: number, work: () => T): T {
    const now = context.step;
    context.step = step;
    try {
      return work();
    } finally {
      context.step = now;
    }
  }

  return {
    step(points) {
      resizeBatch(batchSizeAt(config, context.step));
      const latents = drawNoise(discriminatorUpdates * batchSize);
      const watch = probes.watchGenerator();
      const fakes = readBack(() => model.generate(weightsOf(generator), tensorOf(latents), watch));
      const ofDiscriminator = repeat(discriminatorUpdates, (update) => {
        const [start, end] = [update * batchSize, (update + 1) * batchSize];
        const part = {
          samples: fakes.subarray(start * size, end * size),
          classes: latents.classes?.subarray(start, end),
        };
        const observer = update === discriminatorUpdates - 1 ? observerOf(points) : undefined;
        return updateDiscriminator(part, points, observer);
      });
      if (ofDiscriminator.made > 0) discriminatorUpdater.report(points, ofDiscriminator.loss);
      if (balance) points.set("updates/discriminator", ofDiscriminator.made);
      if (!Number.isFinite(ofDiscriminator.loss)) return false;
      const ofGenerator = repeat(generatorUpdates, (update) =>
        updateGenerator(update === generatorUpdates - 1 ? observerOf(points) : undefined),
      );
      if (ofGenerator.made > 0) generatorUpdater.report(points, ofGenerator.loss);
      if (balance) points.set("updates/generator", ofGenerator.made);
      stopwatch.time(() => probes.report(points));
      return Number.isFinite(ofGenerator.loss);
    },
    generate(noise) {
      const pass = Math.max(1, Math.floor((digitsOfAPass() * pixelsOfADigit) / size)) * latent;
      const generated = (part: Float32Array) =>
        readBack(() => {
          const weights = weightsOf(average?.network ?? generator);
          return model.generate(weights, tf.tensor2d(part, [part.length / latent, latent]));
        });
      if (noise.length <= pass) return generated(noise.slice());
      const samples = new Float32Array((noise.length / latent) * size);
      for (let start = 0; start < noise.length; start += pass)
        samples.set(generated(noise.slice(start, start + pass)), (start / latent) * size);
      return samples;
    },
    penalizedLosses() {
      if (!stabilizers.discriminatorPenalties.some(({ secondOrder }) => secondOrder)) return [];
      const steps = model.stepOfEachForm ?? [context.step];
      return steps.map((step) => ({ network: discriminator, loss: penalizedLossAt(step) }));
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
