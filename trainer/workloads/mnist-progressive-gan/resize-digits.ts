import { type Tensor, type Tensor4D, tf } from "../../tensorflow";
import { side as digitSide } from "../mnist-gan/mnist";
import { type Growth, lastStage, sides } from "./growth";

const fullSide = sides[lastStage]!;
/** Black rows and columns around a digit of 28 x 28 in an image of 32 x 32. */
const margin = (fullSide - digitSide) / 2;

/**
 * Digits, [count * 28 * 28], at the side of a stage, written into `target`: framed in black to 32 x 32, then the mean of
 * each square. While the stage fades in they are mixed with themselves at half the side, as generated images are.
 */
export function shrinkDigits(digits: Float32Array, { stage, fadeIn }: Growth, target: Float32Array): void {
  const side = sides[stage]!;
  const framed = new Float32Array(fullSide * fullSide);
  for (let image = 0; image * digitSide * digitSide < digits.length; image += 1) {
    framed.fill(-1);
    for (let row = 0; row < digitSide; row += 1) {
      const start = (image * digitSide + row) * digitSide;
      framed.set(digits.subarray(start, start + digitSide), (row + margin) * fullSide + margin);
    }
    const sharp = means(framed, fullSide, side);
    const blurred = fadeIn < 1 ? means(sharp, side, side / 2) : sharp;
    for (let row = 0; row < side; row += 1)
      for (let column = 0; column < side; column += 1) {
        const at = row * side + column;
        const old = fadeIn < 1 ? blurred[(row >> 1) * (side / 2) + (column >> 1)]! : 0;
        target[image * side * side + at] = fadeIn * sharp[at]! + (1 - fadeIn) * old;
      }
  }
}

/** The mean of each square of an image, so that it has another side. */
function means(image: Float32Array, from: number, to: number): Float32Array {
  const factor = from / to;
  const output = new Float32Array(to * to);
  for (let row = 0; row < from; row += 1)
    for (let column = 0; column < from; column += 1) {
      const at = Math.floor(row / factor) * to + Math.floor(column / factor);
      output[at] = output[at]! + image[row * from + column]! / factor ** 2;
    }
  return output;
}

/** [batch, side, side, 1] of any stage -> [batch, 28, 28, 1]: enlarged to 32 x 32, and without the frame. */
export function asDigits(images: Tensor): Tensor4D {
  const whole =
    images.shape[1] === fullSide
      ? (images as Tensor4D)
      : tf.image.resizeNearestNeighbor(images as Tensor4D, [fullSide, fullSide]);
  return tf.slice(whole, [0, margin, margin, 0], [-1, digitSide, digitSide, -1]);
}
