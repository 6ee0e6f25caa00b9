import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { CpuBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does wrong on cpu: the gradient of nearest-neighbour resizing (and so of upSampling2d) steps
 * through the batch of dy with the stride of the smaller image, so every image but the first gets the gradient
 * of wrong pixels.
 * Smallest failing example: two 1 x 1 images resized to 2 x 2, dy 1 for the first and 10 for the second: the
 * gradient is [4, 40].
 *
 * The cure: go through dy once and add each value to the pixel that it was copied from.
 *
 * Source: tfjs-backend-cpu 4.22 `kernels/ResizeNearestNeighborGrad.ts` (`batchOffset`), and
 * `kernels/ResizeNearestNeighbor.ts` for which pixel is copied.
 */
export function replaceCpuResizeNearestGradient(tf: Tensorflow): void {
  replaceKernel(tf, "cpu", "ResizeNearestNeighborGrad", () => ({ inputs, attrs, backend: anyBackend }) => {
    const { images, dy } = inputs as { images: TensorInfo; dy: TensorInfo };
    const backend = anyBackend as CpuBackend;
    const alignCorners = attrs.alignCorners as boolean;
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    const [, dyHeight, dyWidth] = dy.shape as [number, number, number, number];
    const rows = sourceIndices(height, dyHeight, alignCorners);
    const columns = sourceIndices(width, dyWidth, alignCorners);
    const dyValues = backend.data.get(dy.dataId).values;
    const gradient = new Float32Array(batch * height * width * channels);

    let from = 0;
    for (let image = 0; image < batch; image += 1) {
      for (const row of rows) {
        for (const column of columns) {
          const to = ((image * height + row) * width + column) * channels;
          for (let channel = 0; channel < channels; channel += 1, from += 1) {
            gradient[to + channel]! += dyValues[from]!;
          }
        }
      }
    }
    return backend.makeTensorInfo(images.shape, "float32", gradient);
  });
}

/** For each output pixel along one axis, the input pixel it copies. */
function sourceIndices(size: number, outputSize: number, alignCorners: boolean): number[] {
  const aligned = alignCorners && outputSize > 1;
  const ratio = (aligned ? size - 1 : size) / (aligned ? outputSize - 1 : outputSize);
  return Array.from({ length: outputSize }, (_, output) =>
    Math.min(size - 1, alignCorners ? Math.round(output * ratio) : Math.floor(output * ratio)),
  );
}
