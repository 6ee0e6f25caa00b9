import type { RingGanConfig } from "../../../db/contract/run-config";
import type { Mixture } from "../../probes/mode-coverage";
import type { Random } from "../../random";

/** Equally weighted Gaussians on a circle, the first at angle 0: the toy of Metz 2017 and PacGAN. */
export function ringOf({ modes, radius, sigma }: Pick<RingGanConfig, "modes" | "radius" | "sigma">): Mixture {
  const centres = Array.from({ length: modes }, (_, mode) => {
    const angle = (2 * Math.PI * mode) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
  return { centres, sigma };
}

/** Fills `target` with samples: x and y of one after the other. */
export function drawFromMixture({ centres, sigma }: Mixture, random: Random, target: Float32Array): void {
  for (let index = 0; index < target.length; index += 2) {
    const [x, y] = centres[random.integer(centres.length)]!;
    target[index] = x + sigma * random.normal();
    target[index + 1] = y + sigma * random.normal();
  }
}
