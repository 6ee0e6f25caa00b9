import type { Tensorflow, TensorInfo } from "../tensorflow";
import { registerSimdKernel } from "./beside";
import { hasCompiledKernels } from "./compiled";
import type { Heap } from "./simd/heap";
import { matrixAt, multiply } from "./simd/multiply";

/**
 * Recurrences over time in one kernel each (networks/scan.ts has their formulas and gradients). Composed of single
 * operations, a step of the recurrence is three of them, and a native backend needs longer to call each than to
 * compute it.
 */
export function registerScans(tf: Tensorflow, backendName: "wasm" | "tensorflow"): void {
  registerSimdKernel(tf, backendName, "TanhScan", (call) => {
    const { inputs, recurrent } = call.inputs as { inputs: TensorInfo; recurrent: TensorInfo };
    const { shape } = inputs;
    return {
      inputs: [inputs, recurrent],
      shape,
      compute(heap, [from, matrix], result) {
        const places = { from: from!, matrix: matrix!, result, backward: false };
        scan(heap, shape, places, (at, count) => heap.simd.tanhValues(at, count, at));
      },
    };
  });
  registerSimdKernel(tf, backendName, "LinearScan", (call) => {
    const { terms, derivative, matrix } = call.inputs as Record<
      "terms" | "derivative" | "matrix",
      TensorInfo
    >;
    const { shape } = terms;
    return {
      inputs: [terms, derivative, matrix],
      shape,
      compute(heap, [from, slopes, by], result) {
        const places = { from: from!, matrix: by!, result, backward: call.attrs.backward as boolean };
        scan(heap, shape, places, (at, count) =>
          heap.simd.multiplyValues(at, slopes! + (at - result), count, at),
        );
      },
    };
  });
}

/** Up to so many operations a step TensorFlow's own matrix product costs more to call than it saves. */
const smallStep = 4e6;

/** Whether the current backend has scans as kernels, and is best off with them. */
export function hasScanKernels(tf: Tensorflow, [, batch, hidden]: readonly number[]): boolean {
  const backend = tf.getBackend();
  const pays = backend === "wasm" || hasCompiledKernels(tf) || 2 * batch! * hidden! * hidden! <= smallStep;
  return pays && tf.getKernel("TanhScan", backend) !== undefined;
}

/** result_t = finish(from_t + result_p M), p the step before t in its direction. */
function scan(
  heap: Heap,
  [time, batch, hidden]: readonly number[],
  { from, matrix, result, backward }: { from: number; matrix: number; result: number; backward: boolean },
  finish: (at: number, count: number) => void,
): void {
  const count = batch! * hidden!;
  const at = (index: number) => result + 4 * count * (backward ? time! - 1 - index : index);
  heap.simd.copyRows(from, 0, result, 0, 1, time! * count);
  finish(at(0), count);
  for (let index = 1; index < time!; index += 1) {
    const before = matrixAt(at(index - 1), hidden!, false);
    const sizes = [batch!, hidden!, hidden!] as const;
    multiply(heap, sizes, before, matrixAt(matrix, hidden!, false), at(index), { accumulate: true });
    finish(at(index), count);
  }
}
