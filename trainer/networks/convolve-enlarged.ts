import { type Tensor2D, type Tensor4D, tf } from "../tensorflow";

/**
 * A convolution, padding "same", of images of which each pixel has become a square of scale x scale (nearest
 * neighbour): [batch, height, width, channels] -> [batch, height * scale, width * scale, filters].
 *
 * What a pixel adds to the output is what one place of its square adds, summed over the square. So with a filter w of odd
 * size k, spread over that square, in each direction
 *
 *     v[i] = sum_j w[j] over 0 <= i + j - (k - 1) < scale,   i from 0 to k + scale - 2,
 *
 * it is the transposed convolution with v, of stride `scale`, of the images as they are (Dumoulin & Visin 2016). Nothing
 * is enlarged, and of (k scale)^2 products for each pixel (k + scale - 1)^2 are left: 16 of 36 for k = 3 and scale 2, a
 * third of the time. Every output still sums up all places of w, so there are no checkerboards.
 */
export function convolveEnlarged(images: Tensor4D, filter: Tensor4D, scale: number): Tensor4D {
  const [batch, height, width] = images.shape;
  const [rows, columns, channels, filters] = filter.shape;
  if (scale === 1 || rows % 2 === 0 || columns % 2 === 0)
    return tf.conv2d(enlarged(images, scale), filter, 1, "same");
  const [tall, wide] = [rows + scale - 1, columns + scale - 1];
  const flat = tf.reshape(filter, [rows * columns, channels * filters]);
  const spread = tf.reshape(tf.matMul(spreading(rows, columns, scale), flat), [
    tall,
    wide,
    channels,
    filters,
  ]);
  return tf.conv2dTranspose(
    images,
    // TensorFlow wants the output's channels before the input's.
    tf.transpose(spread, [0, 1, 3, 2]) as Tensor4D,
    [batch, height * scale, width * scale, filters],
    scale,
    "same",
  );
}

/** Each pixel as a square of scale x scale. */
export function enlarged(images: Tensor4D, scale: number): Tensor4D {
  const [, height, width] = images.shape;
  return scale === 1 ? images : tf.image.resizeNearestNeighbor(images, [height * scale, width * scale]);
}

/** [places of v, places of w]: 1 where v sums up w. */
function spreading(rows: number, columns: number, scale: number): Tensor2D {
  const meets = (place: number, tap: number, size: number) => {
    const within = place + tap - (size - 1);
    return within >= 0 && within < scale;
  };
  const [tall, wide] = [rows + scale - 1, columns + scale - 1];
  const sums = new Float32Array(tall * wide * rows * columns);
  let at = 0;
  for (let i = 0; i < tall; i += 1)
    for (let j = 0; j < wide; j += 1)
      for (let row = 0; row < rows; row += 1)
        for (let column = 0; column < columns; column += 1, at += 1)
          if (meets(i, row, rows) && meets(j, column, columns)) sums[at] = 1;
  return tf.tensor2d(sums, [tall * wide, rows * columns]);
}
