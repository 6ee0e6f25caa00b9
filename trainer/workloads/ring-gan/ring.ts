import type { RingGanConfig } from "../../../db/contract/run-config";
import type { Mixture } from "../../probes/mixture";

/** Equally weighted Gaussians on a circle, the first at angle 0: the toy of Metz 2017 and PacGAN. */
export function ringOf({ modes, radius, sigma }: Pick<RingGanConfig, "modes" | "radius" | "sigma">): Mixture {
  const centres = Array.from({ length: modes }, (_, mode) => {
    const angle = (2 * Math.PI * mode) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
  return { centres, sigma };
}
