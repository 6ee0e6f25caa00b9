import { describe, expect, it } from "vitest";
import type { Initialization, LayerInput } from "../../../db/contract/architecture";
import { buildNetwork } from "../../../trainer/networks/build";
import { randomStream } from "../../../trainer/random";
import { onBackend } from "../on-backend";
import { logErrors, mean, slopeOf } from "./layer-profile";

onBackend();

/**
 * Mean-field theory of random networks (Poole 2016; Schoenholz 2017): a layer multiplies the squared norm of the
 * back-propagated error by chi = sigma_w^2 E[phi'(sqrt(q) z)^2], z standard normal, with q the variance of its units'
 * inputs. From layer to layer, output to input, log10 of the norm grows by log10(chi) / 2.
 */
const width = 256;
const depth = 30;
/** Layers in which q has not settled yet, and those next to the output. */
const [unsettled, nearOutput] = [8, 2];
const seeds = [1, 2, 3, 4];

const scaledNormal = (sigmaSquared: number, biasSigmaSquared = 0): Initialization => ({
  name: "scaled-normal",
  sigma: Math.sqrt(sigmaSquared),
  biasSigma: Math.sqrt(biasSigmaSquared),
});
const dense = (activation: "tanh" | "relu" | "none", initialization: Initialization): LayerInput => ({
  kind: "dense",
  units: width,
  activation,
  initialization,
});
const he: Initialization = { name: "he-normal" };
const residual: LayerInput = {
  kind: "residual",
  layers: [{ kind: "activation", activation: "relu" }, dense("none", he)],
};

const settings: [name: string, layer: LayerInput, growth: number][] = [
  ["tanh with sigma_w^2 = .5 vanishes", dense("tanh", scaledNormal(0.5)), -0.1505],
  ["tanh with sigma_w^2 = 4, sigma_b^2 = .05 explodes", dense("tanh", scaledNormal(4, 0.05)), 0.0639],
  ["ReLU after He stays even", dense("relu", he), 0],
  ["ReLU with variance 1/n vanishes", dense("relu", scaledNormal(1)), -0.1505],
  ["x + W relu(x) after He explodes", residual, 0.1505],
];

describe("growth of the gradient's norm from layer to layer", () => {
  it.each(settings)("%s", (_name, layer, growth) => {
    const slopes = seeds.map((seed) => {
      const random = randomStream(seed, "init");
      const layers = [...Array.from({ length: depth }, () => layer), { kind: "dense", units: 1 } as const];
      const network = buildNetwork("random", [width], { layers }, random);
      const errors = logErrors(
        network,
        Array.from({ length: width }, () => random.normal()),
      );
      return slopeOf(errors.slice(nearOutput, depth - unsettled));
    });
    // Chance of four networks; a factor of 2 in a variance would be .15.
    expect(Math.abs(mean(slopes) - growth)).toBeLessThan(0.012);
  });

  it("is what mean-field theory says of the exploding tanh network", () => {
    const gaussian = (f: (z: number) => number) => {
      let sum = 0;
      for (let z = -8; z <= 8; z += 0.01)
        sum += (f(z) * Math.exp((-z * z) / 2) * 0.01) / Math.sqrt(2 * Math.PI);
      return sum;
    };
    let q = 1;
    for (let layer = 0; layer < 100; layer += 1)
      q = 4 * gaussian((z) => Math.tanh(Math.sqrt(q) * z) ** 2) + 0.05;
    const chi = 4 * gaussian((z) => (1 - Math.tanh(Math.sqrt(q) * z) ** 2) ** 2);
    expect(Math.log10(chi) / 2).toBeCloseTo(0.0639, 4);
  });
});
