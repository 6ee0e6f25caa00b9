import type { Tensorflow } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { productOf } from "./product-sizes";
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
 * The cure: a product in packed blocks that takes any strides, as fast for all four.
 *
 * Source: tfjs-backend-wasm 4.22 `cc/batch_mat_mul_impl.cc`. Figures: docs/benchmarks.md.
 */
export function replaceWasmMatMul(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "BatchMatMul", (stock) => (call) => {
    const asked = productOf(call);
    if (!asked) return stock!(call);
    const { a, b, sizes, countA, countB } = asked;
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
        matrixAt(from + (countA > 1 ? index * rows * inner * 4 : 0), a.shape.at(-1)!, asked.transposeA),
        matrixAt(by + (countB > 1 ? index * inner * columns * 4 : 0), b.shape.at(-1)!, asked.transposeB),
        to + index * rows * columns * 4,
      );
    return product;
  });
}

type Three = [number, number, number];
