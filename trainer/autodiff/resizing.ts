import type { Tensor2D, Tensor3D, Tensor4D, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs lacks: gradients of the kernels behind the gradients of image resizing (and so of
 * upSampling2d). Smallest failing example: d/dx |d/dx resizeNearestNeighbor(x, 2h, 2w)^2|^2 throws "gradient
 * function not found for ResizeNearestNeighborGrad".
 *
 * The cure: resizing is linear, x -> R x; its gradient is R^T dy and the gradient of that is R, the resizing
 * to dy's size. The values of `images` do not matter to it, only its shape.
 *
 * What it does wrong: these kernels know nothing of half-pixel centres, which the resizing itself does.
 * Smallest failing example: d/dx |resizeBilinear(x, [6, 6], false, true)|^2 of a 3 x 3 image.
 *
 * The cure: R is a matrix for the height times one for the width, each what resizing makes of an identity.
 *
 * Source: tfjs-core 4.22 `gradients/ResizeNearestNeighbor_grad.ts`, `gradients/ResizeBilinear_grad.ts`.
 */
export function registerResizingGradients(tf: Tensorflow): void {
  const resizings = {
    ResizeNearestNeighbor: tf.image.resizeNearestNeighbor,
    ResizeBilinear: tf.image.resizeBilinear,
  };
  for (const [kernelName, resize] of Object.entries(resizings)) {
    registerGradient(tf, {
      kernelName,
      inputsToSave: ["images"],
      gradFunc: (dy, [images], attrs) => ({
        images: () =>
          attrs.halfPixelCenters
            ? transposed(tf, resize, dy as Tensor4D, images as Tensor4D)
            : tf.engine().runKernel(`${kernelName}Grad`, { dy, images: images! }, attrs),
      }),
    });
    registerGradient(tf, {
      kernelName: `${kernelName}Grad`,
      inputsToSave: ["dy"],
      gradFunc: (ddx, [dy], attrs) => ({
        dy: () =>
          resize(ddx as Tensor4D, [dy!.shape[1]!, dy!.shape[2]!], attrs.alignCorners as boolean, false),
        images: () => tf.zerosLike(ddx),
      }),
    });
  }
}

/** R^T dy of resizing with half-pixel centres, by products of matrices. */
function transposed(
  tf: Tensorflow,
  resize: Tensorflow["image"]["resizeBilinear"],
  dy: Tensor4D,
  images: Tensor4D,
): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const [, outHeight, outWidth] = dy.shape;
  /** [1, out, in]. */
  const matrix = (from: number, to: number) => {
    const identity = tf.reshape(tf.eye(from) as Tensor2D, [1, from, 1, from]) as Tensor4D;
    return tf.reshape(resize(identity, [to, 1], false, true), [1, to, from]) as Tensor3D;
  };
  const columns = tf.reshape(dy, [batch, outHeight, outWidth * channels]) as Tensor3D;
  const rows = tf.reshape(tf.matMul(matrix(height, outHeight), columns, true), [
    batch * height,
    outWidth,
    channels,
  ]) as Tensor3D;
  return tf.reshape(tf.matMul(matrix(width, outWidth), rows, true), images.shape);
}
