import type { Tensor, Tensor1D, Tensor2D } from "../tensorflow";
import { dense } from "./dense";
import { createNetwork, type Network, type NetworkName } from "./network";

/** Sizes from input to output, e.g. [2, 64, 64, 1]; layers are called dense1, dense2, ..., output. */
export function createMlp(name: NetworkName, sizes: readonly number[]): Network {
  return createNetwork(
    name,
    sizes.slice(1).flatMap((units, index) => {
      const layer = index === sizes.length - 2 ? "output" : `dense${index + 1}`;
      return [
        { layer, name: "weight", shape: [sizes[index]!, units] },
        { layer, name: "bias", shape: [units] },
      ];
    }),
  );
}

/** [batch, inputs] -> [batch, outputs]; hidden layers are rectified with `slope`, the output is linear. */
export function applyMlp(weights: readonly Tensor[], input: Tensor2D, slope: number): Tensor2D {
  let output = input;
  for (let index = 0; index < weights.length; index += 2) {
    const isLast = index === weights.length - 2;
    output = dense(output, weights[index] as Tensor2D, weights[index + 1] as Tensor1D, isLast ? 1 : slope);
  }
  return output;
}
