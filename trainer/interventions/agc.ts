import type { Parameter } from "../networks/network";
import type { ClipOf } from "./intervention";

/**
 * Adaptive gradient clipping: for the weights w of each unit and their gradient g, where norm(g) exceeds
 * c = ratio max(norm(w), epsilon), g *= c / norm(g). A unit's weights are those that end in it: a column of a matrix
 * [inputs, units], [.., .., .., filter] of a convolution; a bias counts as one unit. The output layer is left
 * alone, as its authors do.
 * Source: Brock, De, Smith & Simonyan 2021, equation 3 and appendix E (ratio .01, epsilon .001).
 * Misleads: units whose weights start at 0 (biases) may move by ratio * epsilon only, so they learn slowly at first;
 * under Adam, which divides a gradient by its own scale, it hardly acts.
 */
export function agc({ ratio, epsilon }: { ratio: number; epsilon: number }): ClipOf {
  return ({ parameters }) => {
    const clipped = parameters.filter(({ layer }) => !/(^|-)output$/.test(layer));
    return (gradient) => {
      for (const parameter of clipped) {
        const { start, end, values } = parameter;
        const own = gradient.subarray(start, end);
        const units = unitsOf(parameter);
        for (let unit = 0; unit < units; unit += 1) {
          const largest = ratio * Math.max(unitNorm(values, unit, units), epsilon);
          const norm = unitNorm(own, unit, units);
          if (norm <= largest) continue;
          const scale = largest / norm;
          for (let index = unit; index < own.length; index += units) own[index] = own[index]! * scale;
        }
      }
      return undefined;
    };
  };
}

const unitsOf = ({ shape }: Parameter): number => (shape.length < 2 ? 1 : shape.at(-1)!);

/** Norm of every `units`-th entry from `unit` on: a column of a matrix that lies row by row. */
function unitNorm(values: Float32Array, unit: number, units: number): number {
  let squares = 0;
  for (let index = unit; index < values.length; index += units) squares += values[index]! * values[index]!;
  return Math.sqrt(squares);
}
