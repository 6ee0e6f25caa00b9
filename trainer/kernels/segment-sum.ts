import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs lacks on wasm: UnsortedSegmentSum, the kernel behind the gradient of gather (embeddings).
 * Smallest failing example: d/dx sum(gather(x, [0, 0])) throws "Kernel 'UnsortedSegmentSum' not registered".
 *
 * The cure: add row i of x to row segmentIds[i] of the result, straight in wasm memory and in order of i, so
 * that the sum is the same on every run. Ids outside of [0, numSegments) are dropped, as in TensorFlow.
 *
 * Source: tfjs-backend-cpu 4.22 `kernels/UnsortedSegmentSum.ts`; TensorFlow's tf.math.unsorted_segment_sum.
 */
export function registerWasmSegmentSum(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "UnsortedSegmentSum", (stock) => {
    if (stock) return stock;
    return ({ inputs, attrs, backend: anyBackend }) => {
      const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
      const numSegments = attrs.numSegments as number;
      const backend = anyBackend as WasmBackend;
      const rowShape = x.shape.slice(segmentIds.shape.length);
      const rowSize = rowShape.reduce((product, extent) => product * extent, 1);
      const sum = backend.makeOutput([numSegments, ...rowShape], x.dtype);
      const sums = backend.typedArrayFromHeap(sum).fill(0);
      const values = backend.typedArrayFromHeap(x);
      const ids = backend.typedArrayFromHeap(segmentIds);
      for (let row = 0; row < ids.length; row += 1) {
        const segment = ids[row]!;
        if (segment < 0 || segment >= numSegments) continue;
        const from = row * rowSize;
        const to = segment * rowSize;
        for (let column = 0; column < rowSize; column += 1) sums[to + column]! += values[from + column]!;
      }
      return sum;
    };
  });
}
