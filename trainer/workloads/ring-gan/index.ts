import type { RingGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { initializeByFanIn } from "../../networks/initialize";
import { applyMlp, createMlp } from "../../networks/mlp";
import { reportModeCoverage } from "../../probes/mode-coverage";
import { scatterOver } from "../../samples/scatter";
import type { Tensor2D } from "../../tensorflow";
import { trainGan } from "../gan/train-gan";
import type { Workload } from "../workload";
import { drawFromMixture, ringOf } from "./ring";

/** Enough that a mode with an eighth of the mass is missed by chance once in 10^59. */
const sampleCount = 1024;
const criticSlope = 0.2;

/** A ReLU generator and a LeakyReLU discriminator, both MLPs, on a ring of Gaussians. */
export function ringGan(config: RingGanConfig, context: TrainingContext): Workload {
  const { hidden, layers, latent } = config;
  const ring = ringOf(config);
  const hiddenSizes = new Array<number>(layers).fill(hidden);
  const generator = createMlp("generator", [latent, ...hiddenSizes, 2]);
  const discriminator = createMlp("discriminator", [2, ...hiddenSizes, 1]);
  initializeByFanIn(generator, context.random("init/generator"));
  initializeByFanIn(discriminator, context.random("init/discriminator"));
  const training = trainGan(
    config,
    {
      generator,
      discriminator,
      latent,
      sampleShape: [2],
      generate: (weights, noise) => applyMlp(weights, noise, 0),
      discriminate: (weights, samples) => applyMlp(weights, samples as Tensor2D, criticSlope),
      drawReals: (target, random) => drawFromMixture(ring, random, target),
    },
    context,
  );
  const noise = context.random("samples").fillNormal(new Float32Array(sampleCount * latent));
  const drawScatter = scatterOver(ring);
  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const samples = training.generate(noise);
      reportModeCoverage(points, samples, ring);
      return drawScatter(samples);
    },
  };
}
