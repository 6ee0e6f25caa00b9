import type { Network } from "../networks/network";

/**
 * Dead units: share of a layer's units that learn nothing from a batch.
 *
 * Formula: units whose incoming weights and bias all have a gradient of exactly 0, / all units of the layer. A unit is
 * an index of the parameters' last axis: a column of a dense weight, a channel of a convolution. A rectified unit
 * that is 0 for the whole batch has just such a gradient, and so has one whose outputs nobody listens to.
 * Source: dying ReLUs, Maas et al. 2013; by zero gradients as AUTOTRAINER (Zhang et al. 2021) counts them, which
 * calls a layer dying from 70%.
 * Misleads: a unit may sleep through one batch and wake in the next, the more so in small batches. A gradient that
 * underflows to 0 counts as dead, and rightly. Leaky units never are, however little they say. An embedding's last axis
 * is its dimensions, not its words. A layer of normalization gains counts its channels.
 * Cost: one pass over the gradient that leaves a unit at its first entry other than 0: 10 us for 10,000 weights.
 *
 * Returns a share for each layer, in order.
 */
export function deadUnits({ layers, parameters }: Network, gradient: Float32Array): Float64Array {
  const shares = new Float64Array(layers.length);
  let next = 0;
  for (const [layer, { name }] of layers.entries()) {
    /** Parameters of a layer need not agree on units: gates of an LSTM and gains beside them. */
    const aliveOf = new Map<number, Uint8Array>();
    for (; parameters[next]?.layer === name; next += 1) {
      const { shape, start, end } = parameters[next]!;
      const units = shape.at(-1) ?? 1;
      const alive = aliveOf.get(units) ?? new Uint8Array(units);
      aliveOf.set(units, alive);
      for (let unit = 0; unit < units; unit += 1)
        for (let index = start + unit; index < end && !alive[unit]; index += units)
          if (gradient[index] !== 0) alive[unit] = 1;
    }
    let [units, dead] = [0, 0];
    for (const alive of aliveOf.values()) {
      units += alive.length;
      for (const flag of alive) dead += 1 - flag;
    }
    shares[layer] = dead / units;
  }
  return shares;
}
