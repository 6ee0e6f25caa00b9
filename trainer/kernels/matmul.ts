import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { type Kernel, replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does slowly: the wasm BatchMatMul uses XNNPACK (36 GFLOP/s) only when nothing is transposed;
 * with transposeA or transposeB it falls back to a plain triple loop (`slow_batch_matmul`, 1-3 GFLOP/s). Every
 * backward pass of a dense layer is such a product: dX = dY W^T, dW = X^T dY.
 *
 * The cure: transpose first, then multiply. The transpose costs n^2, the product it speeds up n^3. Only for
 * one matrix at a time: XNNPACK is not used for batches either way.
 *
 * Source: tfjs-backend-wasm 4.22 `cc/batch_mat_mul_impl.cc`. Figures: docs/decisions/010.
 */
export function replaceWasmMatMul(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "BatchMatMul", (stock) => (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    const plain = !transposeA && !transposeB;
    if (plain || a.dtype !== "float32" || matrixCount(a) !== 1 || matrixCount(b) !== 1) return stock!(call);

    const backend = call.backend as WasmBackend;
    const transpose = tf.getKernel("Transpose", "wasm")!.kernelFunc as unknown as Kernel;
    const temporary: TensorInfo[] = [];
    const transposed = (x: TensorInfo) => {
      const rank = x.shape.length;
      const perm = [...x.shape.keys()];
      perm[rank - 2] = rank - 1;
      perm[rank - 1] = rank - 2;
      const result = transpose({ inputs: { x }, attrs: { perm }, backend });
      temporary.push(result);
      return result;
    };
    const product = stock!({
      inputs: { a: transposeA ? transposed(a) : a, b: transposeB ? transposed(b) : b },
      attrs: { transposeA: false, transposeB: false },
      backend,
    });
    for (const tensor of temporary) backend.disposeData(tensor.dataId);
    return product;
  });
}

function matrixCount(tensor: TensorInfo): number {
  return tensor.shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
}
