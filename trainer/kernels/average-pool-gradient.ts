import type { Tensor4D, Tensorflow } from "../tensorflow";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does wrong on cpu and wasm: average pooling divides by the number of pixels that a window
 * really covers, its gradient by the full window. Where a window hangs over the padded edge the gradient is too
 * small. (TensorFlow, and so the native backends, get it right.)
 * Smallest failing example: d/dx sum(avgPool(x, 3, 1, "same")) of a 1 x 1 image is 1; stock says 1/9.
 *
 * The cure: scale each dy by window size / pixels covered before the stock kernel divides it.
 *
 * Source: tfjs-backend-cpu 4.22 `kernels/AvgPoolGrad.ts`, tfjs-backend-wasm `cc/kernels/AvgPoolGrad.cc`.
 */
export function replaceAveragePoolGradient(tf: Tensorflow, backendName: "cpu" | "wasm"): void {
  replaceKernel(tf, backendName, "AvgPoolGrad", (stock) => (call) => {
    const dy = call.inputs.dy as Tensor4D;
    const { filterSize, strides, pad } = call.attrs as unknown as PoolingAttributes;
    const info = tf.backend_util.computePool2DInfo(
      call.inputs.input!.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
    );
    const rows = pixelsCovered(
      info.outHeight,
      info.strideHeight,
      info.padInfo.top,
      info.filterHeight,
      info.inHeight,
    );
    const columns = pixelsCovered(
      info.outWidth,
      info.strideWidth,
      info.padInfo.left,
      info.filterWidth,
      info.inWidth,
    );
    const windowSize = info.filterHeight * info.filterWidth;
    const scales = rows.flatMap((height) => columns.map((width) => windowSize / (height * width)));
    if (scales.every((scale) => scale === 1)) return stock!(call);

    const scaled = tf.tidy(() => tf.mul(dy, tf.tensor4d(scales, [1, info.outHeight, info.outWidth, 1])));
    const dx = stock!({ ...call, inputs: { ...call.inputs, dy: scaled } });
    scaled.dispose();
    return dx;
  });
}

/** For each output position along one axis, how many pixels of the input its window covers. */
function pixelsCovered(
  outputs: number,
  stride: number,
  padBefore: number,
  filter: number,
  size: number,
): number[] {
  return Array.from({ length: outputs }, (_, output) => {
    const start = output * stride - padBefore;
    return Math.min(size, start + filter) - Math.max(0, start);
  });
}

interface PoolingAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
}
