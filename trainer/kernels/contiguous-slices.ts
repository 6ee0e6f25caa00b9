import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { type Kernel, replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does slowly: the wasm Slice first copies the whole input out of wasm memory, whatever little it
 * takes of it, and Unpack (`unstack`) does so for every slice. Unstacking a sequence of T steps copies it T times:
 * 40% of a recurrent net's training step.
 *
 * The cure: slices that are one stretch of memory are copied from where they lie.
 *
 * Source: tfjs-backend-wasm 4.22 `kernels/Slice.ts`, `kernels/Unpack.ts`.
 */
export function replaceWasmSlices(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Slice", (stock) => (call) => {
    const x = call.inputs.x as TensorInfo;
    const attrs = call.attrs as { begin: number | number[]; size: number | number[] };
    const [begin, size] = tf.slice_util.parseSliceParams(x as never, attrs.begin, attrs.size);
    if (x.dtype !== "float32" || !tf.slice_util.isSliceContinous(x.shape, begin!, size!)) return stock!(call);
    const start = tf.slice_util.computeFlatOffset(begin!, tf.util.computeStrides(x.shape));
    return copyStretch(call.backend as WasmBackend, x, start, size!);
  });

  replaceKernel(tf, "wasm", "Unpack", (stock) => (call) => {
    const value = call.inputs.value as TensorInfo;
    if (value.dtype !== "float32" || call.attrs.axis !== 0) return stock!(call);
    const [count, ...shape] = value.shape as [number, ...number[]];
    const size = tf.util.sizeFromShape(shape);
    const slices = Array.from({ length: count }, (_, index) =>
      copyStretch(call.backend as WasmBackend, value, index * size, shape),
    );
    return slices as unknown as ReturnType<Kernel>;
  });
}

function copyStretch(backend: WasmBackend, from: TensorInfo, start: number, shape: number[]): TensorInfo {
  const out = backend.makeOutput(shape, from.dtype);
  const target = backend.typedArrayFromHeap(out);
  target.set(backend.typedArrayFromHeap(from).subarray(start, start + target.length));
  return out;
}
