import { hasCompiledKernels, readInto } from "./kernels/compiled";
import type { WasmBackend } from "./kernels/heap";
import { type Tensor, tf } from "./tensorflow";

/**
 * Runs `work` in a tidy scope and reads its result back. Not `tf.tidy(() => work().dataSync())`: a tidy looks for
 * tensors in whatever it is given back, entry by entry, which takes longer than computing a small array.
 */
export function readBack(work: () => Tensor): Float32Array {
  let values = new Float32Array();
  tf.tidy(() => {
    values = work().dataSync<"float32">() as Float32Array<ArrayBuffer>;
  });
  return values;
}

/** A tensor's values, to be read before the next operation: on wasm where they lie, elsewhere a copy. */
export function valuesInPlace(tensor: Tensor): Float32Array {
  if (tf.getBackend() !== "wasm") return tensor.dataSync<"float32">();
  return (tf.backend() as unknown as WasmBackend).typedArrayFromHeap(tensor) as Float32Array;
}

/** From so many numbers on a copy less is worth an operation more. */
const largeTensor = 1 << 14;

/** Reads a tensor's values into `target`, from `start` on. */
export function readValues(tensor: Tensor, target: Float32Array, start: number): void {
  if (tensor.size >= largeTensor && hasCompiledKernels(tf)) readInto(tf, tensor, target, start);
  else target.set(valuesInPlace(tensor), start);
}
