import type { GanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
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
import { drawLatents } from "./latents";

const defaults = {
  /** Reals of each kind in the held-out gap: shares near .9 are then known within .04. */
  scoredReals: 64,
  /** Samples whose activations are looked at. */
  observedSamples: 16,
};

/** What is measured each k steps, on data of its own: nothing that the training draws changes by it. */
export interface GanProbes {
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

  function drawReals(count: number, random: Random, draw = model.drawReals): Tensor {
    const reals = new Float32Array(count * sizeOf(model));
    draw(reals, random);
    return tf.tensor(reals, [count, ...shapeOf(model)]);
  }

  function reportGap(points: Points, drawHeldOut: GanModel["drawReals"]): void {
    const random = randomAtStep("held-out-gap");
    const scoresOf = (draw: GanModel["drawReals"]) =>
      readBack(() => model.discriminate(weightsOf(discriminator), drawReals(scoredReals, random, draw)));
    reportHeldOutGap(points, {
      training: scoresOf(model.drawReals),
      heldOut: scoresOf(drawHeldOut),
      boundary: objective.boundary,
    });
  }

  /** Which networks have layers with limits to stand at: found out at the first look, and again by a resumed run. */
  let saturable = { generator: true, discriminator: true };

  function reportSaturation(points: Points): void {
    const [ofGenerator, ofDiscriminator]: [Points, Points] = [new Map(), new Map()];
    tf.tidy(() => {
      const noise = drawNoise(observedSamples, randomAtStep("saturation"));
      const observe = observeSaturation(ofGenerator, "generator");
      const samples = model.generate(weightsOf(generator), noise, observe);
      if (saturable.discriminator)
        model.discriminate(
          weightsOf(discriminator),
          samples,
          observeSaturation(ofDiscriminator, "discriminator"),
        );
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
    report(points) {
      if ((saturable.generator || saturable.discriminator) && context.probes.isDue("saturation"))
        reportSaturation(points);
      if (context.probes.isDue("held-out-gap") && model.drawHeldOut) reportGap(points, model.drawHeldOut);
      if (context.probes.isDue("curvature")) reportCurvature(points);
    },
  };
}
