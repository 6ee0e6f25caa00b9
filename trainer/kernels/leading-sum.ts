import type { Tensorflow } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";
import { heapOf } from "./simd/heap";
import { addressOf } from "./simd/module";

/**
 * What stock tfjs does slowly: a sum over leading axes, the gradient of every bias, first transposes the tensor,
 * 3 ns a number.
 *
 * The cure: leading axes are the rows of a matrix; its columns are summed as they stand.
 *
 * Source: tfjs-backend-wasm 4.22 `kernels/Sum.ts`, `kernels/kernel_utils.ts` (`permuteAxesAndTranspose`).
 */
export function replaceWasmLeadingSum(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Sum", (stock) => (call) => {
    const x = call.inputs.x!;
    const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims?: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const isLeading = axes.length < x.shape.length && axes.every((value, index) => value === index);
    if (x.dtype !== "float32" || axes.length === 0 || !isLeading || x.shape.includes(0)) return stock!(call);

    const backend = call.backend as WasmBackend;
    const kept = x.shape.slice(axes.length);
    const columns = tf.util.sizeFromShape(kept);
    const sums = backend.makeOutput(keepDims ? [...axes.map(() => 1), ...kept] : kept, "float32");
    const rows = tf.util.sizeFromShape(x.shape) / columns;
    heapOf(backend).simd.columnSums(addressOf(backend, x), rows, columns, addressOf(backend, sums));
    return sums;
  });
}
