import type { Random } from "../random";
import type { Network, Parameter } from "./network";

/**
 * Fills weights and biases of every layer with U(-1/sqrt(fan_in), 1/sqrt(fan_in)), PyTorch's default for linear
 * and convolutional layers (He uniform with a = sqrt(5)), the setting in which the reference figures were taken.
 * fan_in: inputs of one unit, that is all axes of the layer's first parameter but the last.
 */
export function initializeByFanIn(network: Network, random: Random): void {
  for (const layer of network.layers) {
    const parameters = network.parameters.filter((parameter) => parameter.layer === layer.name);
    const bound = 1 / Math.sqrt(fanIn(parameters[0]!));
    for (const { values } of parameters) random.fillUniform(values, -bound, bound);
  }
}

function fanIn({ shape }: Parameter): number {
  return shape.slice(0, -1).reduce((product, size) => product * size, 1);
}
