import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";
import { heapOf } from "./simd/heap";
import { addressOf } from "./simd/module";
import { matrixAt, multiply } from "./simd/multiply";

/**
 * What stock tfjs does slowly: the wasm BatchMatMul uses XNNPACK (30 GFLOP/s) only for one product with nothing
 * transposed; with transposeA or transposeB, or in batches, it is a plain triple loop (`slow_batch_matmul`, 1-3
 * GFLOP/s). Every backward pass of a dense layer is such a product, dX = dY W^T and dW = X^T dY, and every
 * attention is a batch of them.
 *
 * The cure: a product in packed blocks that takes any strides, 28 GFLOP/s for all four.
 *
 * Source: tfjs-backend-wasm 4.22 `cc/batch_mat_mul_impl.cc`. Figures: docs/benchmarks.md.
 */
export function replaceWasmMatMul(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "BatchMatMul", (stock) => (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    const [countA, countB] = [matrixCount(a), matrixCount(b)];
    const sizes = productSizes(a, b, transposeA, transposeB);
    const isEmpty = a.shape.includes(0) || b.shape.includes(0);
    const isBroadcast = countA !== countB && countA !== 1 && countB !== 1;
    if (a.dtype !== "float32" || b.dtype !== "float32" || isEmpty || isBroadcast || !sizes)
      return stock!(call);

    const backend = call.backend as WasmBackend;
    const [rows, inner, columns] = sizes;
    const count = Math.max(countA, countB);
    const outer = (countA >= countB ? a : b).shape.slice(0, -2);
    const product = backend.makeOutput([...outer, rows, columns], "float32");
    const [from, by, to] = [a, b, product].map((tensor) => addressOf(backend, tensor)) as Three;
    for (let index = 0; index < count; index += 1)
      multiply(
        heapOf(backend),
        sizes,
        matrixAt(from + (countA > 1 ? index * rows * inner * 4 : 0), a.shape.at(-1)!, transposeA),
        matrixAt(by + (countB > 1 ? index * inner * columns * 4 : 0), b.shape.at(-1)!, transposeB),
        to + index * rows * columns * 4,
      );
    return product;
  });
}

type Three = [number, number, number];

/** Rows, inner and columns; undefined where the shapes do not fit, which the stock kernel explains. */
function productSizes(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): Three | undefined {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [rows, innerA] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [innerB, columns] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  return innerA === innerB ? [rows, innerA, columns] : undefined;
}

function matrixCount(tensor: TensorInfo): number {
  return tensor.shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
}
