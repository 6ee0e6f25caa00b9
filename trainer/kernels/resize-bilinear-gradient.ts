import type { Tensorflow } from "../tensorflow";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does wrong on cpu: the gradient of bilinear resizing has the right values in the right order,
 * but says that its shape is [batch, width, height, channels].
 * Smallest failing example: d/dx sum(resizeBilinear(x, [4, 6])) for x of shape [1, 2, 3, 1] throws "The gradient
 * of input 'images' has shape '1,3,2,1'".
 *
 * The cure: give the result the shape of the images.
 *
 * Source: tfjs-backend-cpu 4.22 `kernels/ResizeBilinearGrad.ts`, last line.
 */
export function replaceCpuResizeBilinearGradient(tf: Tensorflow): void {
  replaceKernel(tf, "cpu", "ResizeBilinearGrad", (stock) => (call) => ({
    ...stock!(call),
    shape: call.inputs.images!.shape,
  }));
}
