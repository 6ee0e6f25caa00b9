import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { type KernelCall, replaceKernel } from "./replace-kernel";
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
    const sum = leadingSumOf(tf, call);
    if (!sum) return stock!(call);
    const backend = call.backend as WasmBackend;
    const { x, rows, columns, shape } = sum;
    const sums = backend.makeOutput(shape, "float32");
    heapOf(backend).simd.columnSums(addressOf(backend, x), rows, columns, addressOf(backend, sums));
    return sums;
  });
}

/** A sum over the rows of a matrix: [rows, columns] -> `shape`, of `columns` numbers. */
export interface LeadingSum {
  x: TensorInfo;
  rows: number;
  columns: number;
  shape: number[];
}

/** What a call of Sum asks for; undefined where it is no sum of floats over leading axes. */
export function leadingSumOf(tf: Tensorflow, call: KernelCall): LeadingSum | undefined {
  const x = call.inputs.x!;
  const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims?: boolean };
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const isLeading = axes.length < x.shape.length && axes.every((value, index) => value === index);
  if (x.dtype !== "float32" || axes.length === 0 || !isLeading || x.shape.includes(0)) return undefined;
  const kept = x.shape.slice(axes.length);
  const columns = tf.util.sizeFromShape(kept);
  const rows = tf.util.sizeFromShape(x.shape) / columns;
  return { x, rows, columns, shape: keepDims ? [...axes.map(() => 1), ...kept] : kept };
}
