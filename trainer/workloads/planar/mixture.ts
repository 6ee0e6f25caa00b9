import type { Mixture } from "../../probes/mixture";
import { reportModeCoverage } from "../../probes/mode-coverage";
import type { Random } from "../../random";
import { scatterOf } from "../../samples/drawing";
import type { PlanarData } from "./planar-data";

/** Equally weighted Gaussians, judged by the modes that samples hit. */
export function mixtureData(mixture: Mixture): PlanarData {
  return {
    draw: (target, random, difficulty) =>
      drawFromMixture({ ...mixture, sigma: mixture.sigma / difficulty }, random, target),
    judge: (points, samples) => reportModeCoverage(points, samples, mixture),
    picture: (samples) => scatterOf(samples, mixture),
  };
}

/** Fills `target` with samples: x and y of one after the other. */
export function drawFromMixture({ centres, sigma }: Mixture, random: Random, target: Float32Array): void {
  for (let index = 0; index < target.length; index += 2) {
    const [x, y] = centres[random.integer(centres.length)]!;
    target[index] = x + sigma * random.normal();
    target[index + 1] = y + sigma * random.normal();
  }
}
