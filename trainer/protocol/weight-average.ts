import type { Network } from "../networks/network";
import type { StateRegistry } from "../state/state-registry";

/**
 * Exponential moving average of a network's weights, after each update t = 1, 2, ...
 *
 * Formula: a_t = a_(t-1) + (1 - d) / (1 - d^t) (w_t - a_(t-1)), which is the weighted mean of w_1 ... w_t with weights
 * d^(t-i) and so has no bias towards the start, as Adam's corrected means (Kingma & Ba 2015, section 3).
 * Source: Yazici et al. 2019, d .999 to .9999: a generator that circles around its optimum has an average near it.
 * Misleads: samples of the average lag behind the weights by about 1 / (1 - d) updates, and hide how far they swing.
 */
export interface WeightAverage {
  /** The network with the average in place of its weights. */
  readonly network: Network;
  /** To be called after each update of the network. */
  push(): void;
}

export function createWeightAverage(network: Network, decay: number, state: StateRegistry): WeightAverage {
  const values = network.values.slice();
  let power = 1;
  state.array("average", values);
  state.value(
    "decay_power",
    () => power,
    (restored) => {
      power = restored;
    },
  );
  const parameters = network.parameters.map((parameter) => ({
    ...parameter,
    values: values.subarray(parameter.start, parameter.end),
  }));
  return {
    network: { ...network, values, parameters },
    push() {
      power *= decay;
      const share = (1 - decay) / (1 - power);
      for (let index = 0; index < values.length; index += 1)
        values[index] = values[index]! + share * (network.values[index]! - values[index]!);
    },
  };
}
