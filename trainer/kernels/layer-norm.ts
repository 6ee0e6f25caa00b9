import type { Tensorflow, TensorInfo } from "../tensorflow";
import { registerSimdKernel } from "./beside";
import { hasCompiledKernels } from "./compiled";

type Inputs = Record<"dy" | "x" | "gain" | "shift", TensorInfo>;

/**
 * Layer normalization over the last axis in one kernel, and its gradients by x and by the gain in one each, where
 * composed of single operations they are eight, and twenty. Formulas: simd/layer-norm.ts; networks/layer-norm.ts
 * puts them together.
 */
export function registerLayerNorm(tf: Tensorflow, backendName: "wasm" | "tensorflow"): void {
  registerSimdKernel(tf, backendName, "LayerNorm", ({ inputs, attrs }) => {
    const { x, gain, shift } = inputs as Inputs;
    return {
      inputs: [x, gain, shift],
      shape: x.shape,
      compute: ({ simd }, [from, factor, term], y) =>
        simd.normalizeRows(from!, ...sizesOf(x), factor!, term!, y, attrs.epsilon as number),
    };
  });
  registerSimdKernel(tf, backendName, "LayerNormBack", ({ inputs, attrs }) => {
    const { dy, x, gain } = inputs as Inputs;
    return {
      inputs: [dy, x, gain],
      shape: x.shape,
      compute: ({ simd }, [errors, from, factor], dx) =>
        simd.normalizeRowsBack(errors!, from!, ...sizesOf(x), factor!, dx, attrs.epsilon as number),
    };
  });
  registerSimdKernel(tf, backendName, "LayerNormGain", ({ inputs, attrs }) => {
    const { dy, x } = inputs as Inputs;
    return {
      inputs: [dy, x],
      shape: [x.shape.at(-1)!],
      compute({ simd }, [errors, from], dgain) {
        simd.fillZeros(dgain, x.shape.at(-1)!);
        simd.normalizeRowsGain(errors!, from!, ...sizesOf(x), dgain, attrs.epsilon as number);
      },
    };
  });
}

/** From here on TensorFlow's own operations cost less than copies. */
const smallTensor = 1 << 20;

export function hasLayerNormKernel(tf: Tensorflow, shape: readonly number[]): boolean {
  if (hasCompiledKernels(tf)) return true;
  const backend = tf.getBackend();
  const size = shape.reduce((product, extent) => product * extent, 1);
  const fits = shape.at(-1)! % 4 === 0 && (backend === "wasm" || size <= smallTensor);
  return fits && tf.getKernel("LayerNorm", backend) !== undefined;
}

function sizesOf({ shape }: TensorInfo): [rows: number, columns: number] {
  return [shape.slice(0, -1).reduce((product, extent) => product * extent, 1), shape.at(-1)!];
}
