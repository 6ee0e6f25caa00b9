import type { Normalization } from "../../db/contract/architecture";
import { type Tensor, tf } from "../tensorflow";
import { layerNorm } from "./layer-norm";

/** Keeps the root away from 0 where all entries are equal; PyTorch's and the papers' value. */
const epsilon = 1e-5;

/**
 * (x - mean) / sqrt(variance + 1e-5), gain and shift of each feature or channel apart. Mean and variance are taken
 *
 * - batch (Ioffe & Szegedy 2015): of each channel, over the batch and all places. It ties the examples of a batch
 *   together, so an input gradient is no longer that of one example: WGAN-GP and R1 must not use it. There are no
 *   running averages: sampling and evaluation normalize by their own batch, which should be large.
 * - layer (Ba 2016): of each example over all its channels and places; of a sequence, of each step by itself.
 * - instance (Ulyanov 2016): of each example and channel over its places (an image) or steps (a sequence).
 *
 * Composed of elementary operations, so that gradients of every order are right.
 */
export function normalize(
  input: Tensor,
  normalization: Exclude<Normalization, "none">,
  gain: Tensor,
  shift: Tensor,
): Tensor {
  if (normalization === "layer" && input.rank < 4) return layerNorm(input, gain, shift);
  const axes = axesOf(input.rank, normalization);
  const centred = tf.sub(input, tf.mean(input, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), gain), shift);
}

/** Axes of statistics; of [batch, features], [batch, steps, features] or [batch, height, width, channels]. */
function axesOf(rank: number, normalization: Exclude<Normalization, "none">): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (normalization === "batch") return axes.slice(0, -1);
  if (normalization === "instance") return axes.slice(1, -1);
  return rank === 3 ? [2] : axes.slice(1);
}
