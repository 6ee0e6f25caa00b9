import type { Random } from "../random";
import { type Tensor, type Tensor2D, type Tensor3D, type Tensor4D, tf } from "../tensorflow";

/** How far samples are changed; each sample by its own draws, uniform between both signs of these. */
export interface Augmentation {
  /** Images [height, width, channels]: shift in whole pixels, as a share of the side; what moves in is 0. */
  translation: number;
  /** Images: side of a square that is set to 0, as a share of the image's side. */
  cutout: number;
  /** Images: added to all pixels. */
  brightness: number;
  /** Points [2]: turn around the origin, in radians. */
  rotation: number;
  /** Vectors of any length: shift of each entry, in the data's units. */
  jitter: number;
}

/**
 * Random changes of samples, linear in them and so differentiable to any order. For an image x:
 * (S (x + b) S') * mask, with b the brightness, S and S' shifts as matrices of zeros and ones, mask the cutout.
 */
export function augment(samples: Tensor, settings: Augmentation, random: Random): Tensor {
  return samples.rank === 4
    ? augmentImages(samples as Tensor4D, settings, random)
    : augmentVectors(samples as Tensor2D, settings, random);
}

function augmentImages(images: Tensor4D, settings: Augmentation, random: Random): Tensor4D {
  const [count, height, width, channels] = images.shape;
  const { translation, cutout, brightness } = settings;
  let output = images;
  if (brightness > 0) {
    const added = random.fillUniform(new Float32Array(count), -brightness, brightness);
    output = tf.add(output, tf.tensor(added, [count, 1, 1, 1]));
  }
  if (translation > 0) {
    const rows = shiftMatrices(count, height, translation, random);
    output = tf.reshape(tf.matMul(rows, tf.reshape(output, [count, height, width * channels])), images.shape);
    const columns = shiftMatrices(count, width, translation, random);
    const sideways = tf.reshape(tf.transpose(output, [0, 2, 1, 3]), [count, width, height * channels]);
    const shifted = tf.reshape(tf.matMul(columns, sideways as Tensor3D), [count, width, height, channels]);
    output = tf.transpose(shifted, [0, 2, 1, 3]) as Tensor4D;
  }
  if (cutout > 0) output = tf.mul(output, cutoutMasks(count, height, width, cutout, random));
  return output;
}

/** For each sample [side, side], 1 where the output's row is the input's: a product with it shifts rows. */
function shiftMatrices(count: number, side: number, translation: number, random: Random): Tensor3D {
  const furthest = Math.round(translation * side);
  const values = new Float32Array(count * side * side);
  for (let sample = 0; sample < count; sample += 1) {
    const shift = random.integer(2 * furthest + 1) - furthest;
    for (let row = Math.max(0, shift); row < Math.min(side, side + shift); row += 1)
      values[(sample * side + row) * side + row - shift] = 1;
  }
  return tf.tensor3d(values, [count, side, side]);
}

/** 0 in a square around a random pixel, parts of which may lie outside; 1 elsewhere. */
function cutoutMasks(count: number, height: number, width: number, cutout: number, random: Random): Tensor4D {
  const values = new Float32Array(count * height * width).fill(1);
  const [tall, wide] = [Math.round(cutout * height), Math.round(cutout * width)];
  for (let sample = 0; sample < count; sample += 1) {
    const top = random.integer(height) - Math.floor(tall / 2);
    const left = random.integer(width) - Math.floor(wide / 2);
    for (let row = Math.max(0, top); row < Math.min(height, top + tall); row += 1) {
      const start = (sample * height + row) * width;
      values.fill(0, start + Math.max(0, left), start + Math.min(width, Math.max(0, left + wide)));
    }
  }
  return tf.tensor4d(values, [count, height, width, 1]);
}

function augmentVectors(vectors: Tensor2D, settings: Augmentation, random: Random): Tensor2D {
  const [count, size] = vectors.shape;
  const { rotation, jitter } = settings;
  let output = vectors;
  if (rotation > 0 && size === 2) {
    const angles = random.fillUniform(new Float32Array(count), -rotation, rotation);
    const quarterTurn = tf.tensor2d([0, 1, -1, 0], [2, 2]);
    output = tf.add(
      tf.mul(output, tf.tensor2d(angles.map(Math.cos), [count, 1])),
      tf.mul(tf.matMul(output, quarterTurn), tf.tensor2d(angles.map(Math.sin), [count, 1])),
    );
  }
  if (jitter > 0) {
    const shifts = random.fillUniform(new Float32Array(count * size), -jitter, jitter);
    output = tf.add(output, tf.tensor2d(shifts, [count, size]));
  }
  return output;
}
