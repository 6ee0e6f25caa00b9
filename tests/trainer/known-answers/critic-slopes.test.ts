import { describe, expect, it } from "vitest";
import { createContext } from "../../../trainer/context";
import { stabilizersOf } from "../../../trainer/interventions";
import { buildNetwork, mlp } from "../../../trainer/networks/build";
import { randomStream } from "../../../trainer/random";
import { onBackend } from "../on-backend";
import { logErrors, mean, slopeOf } from "./layer-profile";

onBackend();

/**
 * A critic of 12 ReLU layers under weight clipping (Gulrajani 2017, figure 1b). Training drives its weights to the
 * bounds +-c; the error then shrinks by c sqrt(n/2) a layer of width n: each of n weights of size c, half the units
 * at 0. So log10 of the gradient's norm falls or rises by log10(c sqrt(n/2)) from layer to layer.
 */
const depth = 12;
const settings: [width: number, limit: number, slope: number][] = [
  [128, 0.01, -1.097],
  [128, 0.001, -2.097],
  [512, 0.01, -0.796],
  [128, 0.1, -0.097],
  [512, 0.1, 0.204],
];

describe("slope of a clipped critic's gradients", () => {
  it.each(settings)("width %i, c = %d: %d a layer", (width, limit, slope) => {
    expect(Math.log10(limit * Math.sqrt(width / 2))).toBeCloseTo(slope, 3);
    const slopes = [1, 2, 3].map((seed) => {
      const critic = buildNetwork(
        "critic",
        [2],
        {
          ...mlp(
            Array.from({ length: depth }, () => width),
            1,
          ),
          // So wide that clipping leaves weights at the bounds, where training drives them.
          initialization: { name: "normal", sigma: 100 * limit },
        },
        randomStream(seed, "init"),
      );
      const { weightConstraints } = stabilizersOf(
        [{ name: "weight-clipping", limit }],
        createContext({ seed, steps: 1 }),
      );
      for (const constrain of weightConstraints) constrain(critic.network.values);
      // The first layer is narrower, of two inputs; the last but one is next to the output.
      return slopeOf(logErrors(critic, [0.6, -0.4]).slice(1, -1));
    });
    expect(Math.abs(mean(slopes) - slope)).toBeLessThan(0.03);
  });
});
