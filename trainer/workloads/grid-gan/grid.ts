import type { GridGanConfig } from "../../../db/contract/run-config";
import type { Mixture } from "../../probes/mixture";

/**
 * Equally weighted Gaussians on a square grid around the origin: the 2D-grid of VEEGAN and
 * PacGAN (Lin 2018, section 4.1), there with spacing 2: four times as far apart for their width, and far harder.
 */
export function gridOf({ side, spacing, sigma }: Pick<GridGanConfig, "side" | "spacing" | "sigma">): Mixture {
  const place = (index: number) => spacing * (index - (side - 1) / 2);
  const centres = Array.from(
    { length: side * side },
    (_, mode) => [place(mode % side), place(Math.floor(mode / side))] as const,
  );
  return { centres, sigma };
}
