import { type CompiledLibrary, compiledLibrary } from "../kernels/compiled";
import { adamUpdate } from "../kernels/simd/adam";
import { assembleModule } from "../kernels/simd/assembler";
import { tf } from "../tensorflow";
import type { UpdateSquares } from "./optimizer";

/** What an update multiplies by; `rate` and `correction` hold the corrections for the bias of the first steps. */
export interface AdamFactors {
  beta1: number;
  beta2: number;
  rate: number;
  correction: number;
  epsilon: number;
}

/** Both means of a network's gradient, and the pass over them, 1.7 ns a weight where a loop in JavaScript takes 12. */
export interface AdamPass {
  mean: Float32Array;
  meanSquare: Float32Array;
  update(weights: Float32Array, gradient: Float32Array, factors: AdamFactors): UpdateSquares;
}

/** Weights and gradients are taken in by so many at a time: 16 KB of each, which stay in the first cache. */
const windowSize = 4096;
const floatBytes = 4;
const pageBytes = 65_536;
const module = new WebAssembly.Module(assembleModule([adamUpdate]));

type AdamUpdate = (...addressesAndFactors: number[]) => void;

export function createAdamPass(size: number): AdamPass {
  const library = compiledLibrary(tf);
  return library ? compiledPass(size, library) : webAssemblyPass(size);
}

/** In single precision, .6 ns a weight where double precision takes three times as long: bound by division and root. */
function compiledPass(size: number, { adam }: CompiledLibrary): AdamPass {
  const [mean, meanSquare] = [new Float32Array(size), new Float32Array(size)];
  const factors = new Float64Array(9);
  return {
    mean,
    meanSquare,
    update(weights, gradient, { beta1, beta2, rate, correction, epsilon }) {
      factors.set([beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon]);
      adam(weights, gradient, mean, meanSquare, factors);
      return { updates: factors[7]!, weights: factors[8]! };
    },
  };
}

/** Memory of its own holds the means, so they are arrays like any other to whoever saves or restores them. */
function webAssemblyPass(size: number): AdamPass {
  const even = size + (size % 2);
  const sums = 0;
  const weightWindow = 16;
  const gradientWindow = weightWindow + windowSize * floatBytes;
  const meanStart = gradientWindow + windowSize * floatBytes;
  const squareStart = meanStart + even * floatBytes;
  const bytes = squareStart + even * floatBytes;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const adam = new WebAssembly.Instance(module, { kernels: { memory } }).exports.adamUpdate as AdamUpdate;
  const windowOf = (start: number) => new Float32Array(memory.buffer, start, windowSize);
  const [weightsIn, gradientIn] = [windowOf(weightWindow), windowOf(gradientWindow)];
  const squares = new Float64Array(memory.buffer, sums, 2);

  return {
    mean: new Float32Array(memory.buffer, meanStart, size),
    meanSquare: new Float32Array(memory.buffer, squareStart, size),
    update(weights, gradient, { beta1, beta2, rate, correction, epsilon }) {
      squares.fill(0);
      for (let start = 0; start < size; start += windowSize) {
        const count = Math.min(windowSize, size - start);
        const part = weights.subarray(start, start + count);
        weightsIn.set(part);
        gradientIn.set(gradient.subarray(start, start + count));
        // The weight beside the last one of an odd number stays 0 by a gradient of 0.
        if (count % 2 === 1) weightsIn[count] = gradientIn[count] = 0;
        adam(
          weightWindow,
          gradientWindow,
          meanStart + start * floatBytes,
          squareStart + start * floatBytes,
          count + (count % 2),
          beta1,
          1 - beta1,
          beta2,
          1 - beta2,
          rate,
          correction,
          epsilon,
          sums,
        );
        part.set(weightsIn.subarray(0, count));
      }
      return { updates: squares[0]!, weights: squares[1]! };
    },
  };
}
