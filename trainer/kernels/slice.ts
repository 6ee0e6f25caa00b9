import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does slowly: the wasm Slice first copies the whole input out of wasm memory, whatever little
 * it takes of it. Unstacking a sequence of T steps therefore copies it T times, which was a quarter of a recurrent
 * net's training step.
 *
 * The cure: a slice that is one stretch of memory is copied from where it lies.
 *
 * Source: tfjs-backend-wasm 4.22 `kernels/Slice.ts`.
 */
export function replaceWasmSlice(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Slice", (stock) => (call) => {
    const x = call.inputs.x as TensorInfo;
    const attrs = call.attrs as { begin: number | number[]; size: number | number[] };
    const [begin, size] = tf.slice_util.parseSliceParams(x as never, attrs.begin, attrs.size);
    if (x.dtype !== "float32" || !tf.slice_util.isSliceContinous(x.shape, begin!, size!)) return stock!(call);

    const backend = call.backend as WasmBackend;
    const out = backend.makeOutput(size!, x.dtype);
    const start = tf.slice_util.computeFlatOffset(begin!, tf.util.computeStrides(x.shape));
    const target = backend.typedArrayFromHeap(out);
    target.set(backend.typedArrayFromHeap(x).subarray(start, start + target.length));
    return out;
  });
}
