import type { GridGanConfig, RingGanConfig, SwissRollGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { buildNetwork, mlp } from "../../networks/build";
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
  const build = (name: "generator" | "discriminator", inputs: number, outputs: number) =>
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
      context.random(`init/${name}`),
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
      drawReals: data.draw,
    },
    context,
  );
  const noise = context.random("samples").fillNormal(new Float32Array(sampleCount * latent));
  return {
    step: training.step,
    penalizedLosses: training.penalizedLosses,
    sample(points) {
      const samples = training.generate(noise);
      data.judge(points, samples);
      return data.picture(samples);
    },
  };
}
