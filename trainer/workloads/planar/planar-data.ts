import type { Points } from "../../probes/points";
import type { Random } from "../../random";
import type { Raster } from "../../samples/raster";

/** A distribution in the plane. Samples are x and y of one after the other. */
export interface PlanarData {
  /** Fills `target` with samples. */
  draw(target: Float32Array, random: Random): void;
  /** Adds how well generated samples follow the distribution. */
  judge(points: Points, samples: Float32Array): void;
  picture(samples: Float32Array): Raster;
}
