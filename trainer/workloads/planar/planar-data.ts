import type { Points } from "../../probes/points";
import type { Random } from "../../random";
import type { Drawing } from "../../samples/drawing";

/** A distribution in the plane. Samples are x and y of one after the other. */
export interface PlanarData {
  /** Fills `target` with samples, whose noise is divided by the difficulty: above 0 and at most 1, a curriculum's. */
  draw(target: Float32Array, random: Random, difficulty: number): void;
  /** Adds how well generated samples follow the distribution. */
  judge(points: Points, samples: Float32Array): void;
  picture(samples: Float32Array): Drawing;
}
