import type { Activation } from "../../db/contract/architecture";
import type { NetworkObserver } from "../networks/build";
import type { Points } from "./points";

/** As far from a limit as tanh(2.65): there its slope is below .02 of what it is at 0. */
const margin = 0.01;

/** The limits between which an activation's outputs lie; undefined for those that have none on both sides. */
const limits: Partial<Record<Activation, readonly [number, number]>> = {
  tanh: [-1, 1],
  sigmoid: [0, 1],
};

/**
 * Saturation: share of a layer's activations that stand at a limit of their tanh or sigmoid, where its slope, and with
 * it the gradient that passes, is near 0.
 *
 * Formula: activations within 1% of the range's half from either limit / all activations of the batch: |a| >= .99 for
 * tanh, a <= .005 or a >= .995 for a sigmoid.
 * Source: Glorot & Bengio 2010, section 3; the limit is our choice.
 * Misleads: at an output it may be what is asked for, since a digit's background is black; in hidden layers it
 * is not. Gates of an LSTM do well at their limits, and are not counted: its state is. NaN counts as saturated.
 * Cost: reads the activations back: 20 us and 1 us for every 1,000. A GAN's generator is watched while it makes the
 * step's samples; what else can saturate takes a pass forward.
 */
export function saturation(activations: Float32Array, [low, high]: readonly [number, number]): number {
  const { length } = activations;
  const reach = (margin * (high - low)) / 2;
  const [from, to] = [low + reach, high - reach];
  let free = 0;
  for (let index = 0; index < length; index += 1) {
    const activation = activations[index]!;
    if (activation > from && activation < to) free += 1;
  }
  return 1 - free / length;
}

/** Adds the saturation of each layer of `network` that can saturate, while its `apply` runs on a batch. */
export function observeSaturation(points: Points, network: string): NetworkObserver {
  return {
    activation(layer, output, kind) {
      const range = limits[kind];
      if (range)
        points.set(`saturation/${network}/${layer}`, saturation(output.dataSync<"float32">(), range));
    },
  };
}
