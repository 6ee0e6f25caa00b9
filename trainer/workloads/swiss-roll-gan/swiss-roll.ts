import type { SwissRollGanConfig } from "../../../db/contract/run-config";
import type { Random } from "../../random";

export type SwissRoll = Pick<SwissRollGanConfig, "turns" | "sigma">;

/**
 * A point of the roll's curve, `share` from 0 (inside) to 1 (outside, at radius 1): (t cos t, t sin t) / t_end with t
 * from pi turns to t_end = 3 pi turns. With 1.5 turns it is the toy of Gulrajani 2017, figure 1 (scikit-learn's
 * `make_swiss_roll` seen from its side), whose noise of .25 is sigma .0177 in this scale.
 */
export function rollAt(turns: number, share: number): [x: number, y: number] {
  const angle = Math.PI * turns * (1 + 2 * share);
  const radius = angle / (3 * Math.PI * turns);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Fills `target` with samples: a place on the curve, its angle uniform, plus N(0, sigma^2) in x and in y. */
export function drawFromRoll({ turns, sigma }: SwissRoll, random: Random, target: Float32Array): void {
  for (let index = 0; index < target.length; index += 2) {
    const [x, y] = rollAt(turns, random.uniform());
    target[index] = x + sigma * random.normal();
    target[index + 1] = y + sigma * random.normal();
  }
}
