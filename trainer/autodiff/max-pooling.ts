import type { Tensor4D, Tensorflow } from "../tensorflow";

export interface PoolingAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Of each window of a max pooling the value of `images` [batch, height, width, channels] at the place of the window's
 * maximum in `input`, in the shape of the pooling's `output`. Where a window has its maximum more than once, which
 * is the rule behind a rectifier, the first counts: that is where the kernels of MaxPoolGrad put its gradient.
 *
 * One offset within the window after the other, each a strided slice of all windows at once.
 */
export function atMaxima(
  tf: Tensorflow,
  images: Tensor4D,
  { input, output, attributes }: { input: Tensor4D; output: Tensor4D; attributes: PoolingAttributes },
): Tensor4D {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const { padInfo, filterHeight, filterWidth, strideHeight, strideWidth, outHeight, outWidth } =
    tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const padded = (tensor: Tensor4D, border: number) =>
    tf.pad4d(
      tensor,
      [
        [0, 0],
        [padInfo.top, padInfo.bottom],
        [padInfo.left, padInfo.right],
        [0, 0],
      ],
      border,
    );
  const [inputs, values] = [padded(input, Number.NEGATIVE_INFINITY), padded(images, 0)];
  const [batch, height, width, channels] = inputs.shape;
  const at = (tensor: Tensor4D, row: number, column: number) =>
    tf.stridedSlice(
      tensor,
      [0, row, column, 0],
      [
        batch,
        Math.min(height, row + (outHeight - 1) * strideHeight + 1),
        Math.min(width, column + (outWidth - 1) * strideWidth + 1),
        channels,
      ],
      [1, strideHeight, strideWidth, 1],
    ) as Tensor4D;

  let found = tf.zeros(output.shape, "bool");
  let picked = tf.zeros(output.shape) as Tensor4D;
  for (let row = 0; row < filterHeight; row += 1) {
    for (let column = 0; column < filterWidth; column += 1) {
      const isHere = tf.logicalAnd(tf.equal(at(inputs, row, column), output), tf.logicalNot(found));
      picked = tf.where(isHere, at(values, row, column), picked);
      found = tf.logicalOr(found, isHere);
    }
  }
  return picked;
}
