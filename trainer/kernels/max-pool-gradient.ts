import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does wrong on wasm: MaxPoolGrad looks for each window's maximum starting from the smallest
 * positive float instead of minus infinity, so a window without a positive value has no maximum and its
 * gradient goes astray.
 * Smallest failing example: d/dx sum(maxPool(x, 2, 2)) for a 2 x 2 image of -1, -2, -3, -4 is [1, 0, 0, 0].
 *
 * The cure: give each dy to the first maximum of its window, as the cpu backend and TensorFlow do.
 *
 * Source: tfjs-backend-wasm 4.22 `cc/kernels/MaxPoolGrad.cc`; tfjs-backend-cpu `utils/pool_utils.ts`.
 */
export function replaceWasmMaxPoolGradient(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "MaxPoolGrad", () => ({ inputs, attrs, backend: anyBackend }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolingAttributes;
    const backend = anyBackend as WasmBackend;
    const info = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { inHeight, inWidth, outHeight, outWidth, inChannels: channels } = info;
    const dx = backend.makeOutput(input.shape, "float32");
    const gradient = backend.typedArrayFromHeap(dx).fill(0);
    const values = backend.typedArrayFromHeap(input);
    const dyValues = backend.typedArrayFromHeap(dy);

    let outIndex = 0;
    for (let image = 0; image < info.batchSize; image += 1) {
      for (let outRow = 0; outRow < outHeight; outRow += 1) {
        const top = outRow * info.strideHeight - info.padInfo.top;
        const [rowStart, rowEnd] = [Math.max(0, top), Math.min(inHeight, top + info.effectiveFilterHeight)];
        for (let outColumn = 0; outColumn < outWidth; outColumn += 1) {
          const left = outColumn * info.strideWidth - info.padInfo.left;
          const [start, end] = [Math.max(0, left), Math.min(inWidth, left + info.effectiveFilterWidth)];
          for (let channel = 0; channel < channels; channel += 1, outIndex += 1) {
            let maximum = Number.NEGATIVE_INFINITY;
            let position = -1;
            for (let row = rowStart; row < rowEnd; row += 1) {
              for (let column = start; column < end; column += 1) {
                const index = ((image * inHeight + row) * inWidth + column) * channels + channel;
                if (position < 0 || values[index]! > maximum) {
                  maximum = values[index]!;
                  position = index;
                }
              }
            }
            if (position >= 0) gradient[position]! += dyValues[outIndex]!;
          }
        }
      }
    }
    return dx;
  });
}

interface PoolingAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}
