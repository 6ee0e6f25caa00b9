import type { GanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import type { NetworkObserver } from "../../networks/build";
import { weightsOf } from "../../networks/network";
import type { Objective } from "../../objectives/objective";
import { curvature } from "../../probes/curvature";
import { reportHeldOutGap } from "../../probes/held-out-gap";
import type { Points } from "../../probes/points";
import { observeSaturation } from "../../probes/saturation";
import { type Random, randomStream } from "../../random";
import { readBack } from "../../read-back";
import { type Tensor, type Tensor2D, tf } from "../../tensorflow";
import { type GanModel, shapeOf, sizeOf } from "./gan-model";
import { judgeBoth } from "./judge";
import { drawLatents } from "./latents";

const defaults = {
  /** Reals of each kind in the held-out gap: shares near .9 are then known within .04. */
  scoredReals: 64,
  /** Samples of which the discriminator's activations are looked at; the generator's are, of all that a step makes. */
  observedSamples: 16,
};

/** What is measured each k steps: nothing that the training draws changes by it. */
export interface GanProbes {
  /** Looks at the generator while it makes the step's samples, where it is due: asked for before they are made. */
  watchGenerator(): NetworkObserver | undefined;
  report(points: Points): void;
}

export function createGanProbes(
  config: GanConfig,
  model: GanModel,
  objective: Objective,
  context: TrainingContext,
): GanProbes {
  const { generator, discriminator, latent } = model;
  const { scoredReals, observedSamples } = defaults;
  /** By the step, so that there is nothing that a resumed run would have to remember. */
  const randomAtStep = (name: string) => randomStream(context.seed, `probes/${name}/${context.step}`);
  const drawNoise = (count: number, random: Random): Tensor2D =>
    tf.tensor2d(drawLatents(model, count, random).values, [count, latent]);

  function drawReals(count: number, random: Random): Tensor {
    const reals = new Float32Array(count * sizeOf(model));
    model.drawReals(reals, random);
    return tf.tensor(reals, [count, ...shapeOf(model)]);
  }

  function reportGap(points: Points, drawHeldOut: GanModel["drawReals"]): void {
    const random = randomAtStep("held-out-gap");
    const reals = new Float32Array(2 * scoredReals * sizeOf(model));
    model.drawReals(reals.subarray(0, reals.length / 2), random);
    drawHeldOut(reals.subarray(reals.length / 2), random);
    const { tiesExamples } = model;
    const scores = readBack(() => {
      const weights = weightsOf(discriminator);
      const discriminate = (samples: Tensor) => model.discriminate(weights, samples);
      const both = tf.tensor(reals, [2 * scoredReals, ...shapeOf(model)]);
      return tf.concat(judgeBoth(discriminate, both, { tiesExamples }).map((judgement) => judgement.scores));
    });
    reportHeldOutGap(points, {
      training: scores.subarray(0, scoredReals),
      heldOut: scores.subarray(scoredReals),
      boundary: objective.boundary,
    });
  }

  /** Which networks have layers with limits to stand at: found out at the first look, and again by a resumed run. */
  let saturable = { generator: true, discriminator: true };
  let ofGenerator: Points = new Map();

  function watchGenerator(): NetworkObserver | undefined {
    ofGenerator = new Map();
    if (!saturable.generator || !context.probes.isDue("saturation")) return undefined;
    const { activation } = observeSaturation(ofGenerator, "generator");
    return { activation: (...seen) => context.stopwatch.time(() => activation(...seen)) };
  }

  function reportSaturation(points: Points): void {
    const ofDiscriminator: Points = new Map();
    if (saturable.discriminator)
      tf.tidy(() => {
        const noise = drawNoise(observedSamples, randomAtStep("saturation"));
        const samples = model.generate(weightsOf(generator), noise);
        const observe = observeSaturation(ofDiscriminator, "discriminator");
        model.discriminate(weightsOf(discriminator), samples, observe);
      });
    for (const [name, share] of [...ofGenerator, ...ofDiscriminator]) points.set(name, share);
    saturable = { generator: ofGenerator.size > 0, discriminator: ofDiscriminator.size > 0 };
  }

  function reportCurvature(points: Points): void {
    const { batchSize } = config;
    const random = randomAtStep("curvature");
    tf.tidy(() => {
      const reals = drawReals(batchSize, random);
      const noise = drawNoise(batchSize, random);
      const fakes = model.generate(weightsOf(generator), noise);
      const opponent = weightsOf(discriminator);
      const discriminatorLoss = (weights: readonly Tensor[]) =>
        objective.discriminatorLoss(model.discriminate(weights, reals), model.discriminate(weights, fakes));
      const generatorLoss = (weights: readonly Tensor[]) =>
        objective.generatorLoss(model.discriminate(opponent, model.generate(weights, noise)));
      points.set("curvature/discriminator", curvature(discriminator, discriminatorLoss, random));
      points.set("curvature/generator", curvature(generator, generatorLoss, random));
    });
  }

  return {
    watchGenerator,
    report(points) {
      if ((saturable.generator || saturable.discriminator) && context.probes.isDue("saturation"))
        reportSaturation(points);
      if (context.probes.isDue("held-out-gap") && model.drawHeldOut) reportGap(points, model.drawHeldOut);
      if (context.probes.isDue("curvature")) reportCurvature(points);
    },
  };
}
