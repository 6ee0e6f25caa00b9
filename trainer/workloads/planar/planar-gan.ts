import type { GridGanConfig, RingGanConfig, SwissRollGanConfig } from "../../../db/contract/run-config";
import { judgedSamples } from "../../../db/contract/sample-metrics";
import type { TrainingContext } from "../../context";
import { buildNetwork, mlp } from "../../networks/build";
import { createSampleProbes } from "../../probes/sample-probes";
import { difficultyAt } from "../../protocol/curriculum";
import { randomStream } from "../../random";
import { trainGan } from "../gan/train-gan";
import type { Workload } from "../workload";
import type { PlanarData } from "./planar-data";

/** Enough that a mode with an eighth of the mass is missed by chance once in 10^59, one of 25 once in 10^18. */
export const sampleCount = 1024;

/** Two MLPs on a distribution in the plane. */
export function planarGan(
  config: RingGanConfig | GridGanConfig | SwissRollGanConfig,
  data: PlanarData,
  context: TrainingContext,
): Workload {
  const { hidden, layers, latent, initialization } = config;
  const build = (
    name: "generator" | "discriminator",
    inputs: number,
    outputs: number,
    random = context.random(`init/${name}`),
  ) =>
    buildNetwork(
      name,
      [inputs],
      {
        initialization,
        ...mlp(new Array<number>(layers).fill(hidden), outputs, {
          activation: config[`${name}Activation`],
          normalization: config[`${name}Normalization`],
        }),
      },
      random,
    );
  const generator = build("generator", latent, 2);
  const discriminator = build("discriminator", 2, 1);
  const training = trainGan(
    config,
    {
      generator: generator.network,
      discriminator: discriminator.network,
      latent,
      sampleShape: [2],
      generate: generator.apply,
      discriminate: discriminator.apply,
      tiesExamples: discriminator.tiesExamples,
      anotherDiscriminator: (random) => build("discriminator", 2, 1, random).network,
      drawReals: (target, random) => data.draw(target, random, difficultyAt(config.curriculum, context.step)),
    },
    context,
  );
  const noise = context.random("samples").fillNormal(new Float32Array(sampleCount * latent));
  const probes = createSampleProbes(context.probes, {
    size: 2,
    areDigits: false,
    reals() {
      const reals = new Float32Array(2 * judgedSamples);
      data.draw(reals, randomStream(context.seed, "probes/reals"), 1);
      return reals;
    },
  });
  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const samples = training.generate(noise);
      data.judge(points, samples);
      probes.report(points, samples);
      return data.picture(samples);
    },
  };
}
