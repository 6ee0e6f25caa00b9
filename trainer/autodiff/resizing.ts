import type { Tensor4D, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs lacks: gradients of the kernels behind the gradients of image resizing (and so of
 * upSampling2d). Smallest failing example: d/dx |d/dx resizeNearestNeighbor(x, 2h, 2w)^2|^2 throws "gradient
 * function not found for ResizeNearestNeighborGrad".
 *
 * The cure: resizing is linear, x -> R x; its gradient is R^T dy and the gradient of that is R, the resizing
 * to dy's size. The values of `images` do not matter to it, only its shape.
 *
 * Source: tfjs-core 4.22 `gradients/ResizeNearestNeighbor_grad.ts`, `gradients/ResizeBilinear_grad.ts`.
 */
export function registerResizingGradients(tf: Tensorflow): void {
  const resizings = {
    ResizeNearestNeighborGrad: tf.image.resizeNearestNeighbor,
    ResizeBilinearGrad: tf.image.resizeBilinear,
  };
  for (const [kernelName, resize] of Object.entries(resizings)) {
    registerGradient(tf, {
      kernelName,
      inputsToSave: ["dy"],
      gradFunc: (ddx, [dy], attrs) => ({
        dy: () =>
          resize(
            ddx as Tensor4D,
            [dy!.shape[1]!, dy!.shape[2]!],
            attrs.alignCorners as boolean,
            (attrs.halfPixelCenters as boolean | undefined) ?? false,
          ),
        images: () => tf.zerosLike(ddx),
      }),
    });
  }
}
