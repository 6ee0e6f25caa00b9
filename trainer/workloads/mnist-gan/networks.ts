import type { NetworkObserver } from "../../networks/build";
import { convolveEnlarged } from "../../networks/convolve-enlarged";
import { dense } from "../../networks/dense";
import { createNetwork, type Network } from "../../networks/network";
import { rectify } from "../../networks/rectify";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "../../tensorflow";
import { side } from "./mnist";

const slope = 0.2;
const quarter = side / 4;

/** Noise -> 7 x 7 x 2c -> 14 x 14 x c -> 28 x 28 x 1; no batch norm, which would tie examples to each other. */
export function createGenerator(latent: number, channels: number): Network {
  return createNetwork("generator", [
    { layer: "dense", name: "weight", shape: [latent, quarter * quarter * 2 * channels] },
    { layer: "dense", name: "bias", shape: [quarter * quarter * 2 * channels] },
    { layer: "upconv1", name: "weight", shape: [3, 3, 2 * channels, channels] },
    { layer: "upconv1", name: "bias", shape: [channels] },
    { layer: "upconv2", name: "weight", shape: [3, 3, channels, 1] },
    { layer: "upconv2", name: "bias", shape: [1] },
  ]);
}

/** [batch, latent] -> [batch, 28, 28, 1] in [-1, 1]. Enlarged by nearest neighbours: free of checkerboards. */
export function applyGenerator(
  weights: readonly Tensor[],
  noise: Tensor2D,
  observe?: NetworkObserver,
): Tensor4D {
  const [first, firstBias, conv1, bias1, conv2, bias2] = weights as [Tensor2D, Tensor1D, ...Tensor[]];
  const channels = (conv1 as Tensor4D).shape[2];
  const rows = dense(noise, first, firstBias, 0);
  const small = tf.reshape(rows, [noise.shape[0], quarter, quarter, channels]) as Tensor4D;
  const middle = rectify(tf.add(convolveEnlarged(small, conv1 as Tensor4D, 2), bias1!));
  const large = tf.add(convolveEnlarged(middle as Tensor4D, conv2 as Tensor4D, 2), bias2!);
  const images = tf.tanh(large as Tensor4D);
  observe?.activation("upconv2", images, "tanh");
  return images;
}

/** 28 x 28 x 1 -> 14 x 14 x c -> 7 x 7 x 2c -> outputs, by strided convolutions: a score, and class logits after it. */
export function createDiscriminator(channels: number, outputs = 1): Network {
  return createNetwork("discriminator", [
    { layer: "conv1", name: "weight", shape: [4, 4, 1, channels] },
    { layer: "conv1", name: "bias", shape: [channels] },
    { layer: "conv2", name: "weight", shape: [4, 4, channels, 2 * channels] },
    { layer: "conv2", name: "bias", shape: [2 * channels] },
    { layer: "output", name: "weight", shape: [quarter * quarter * 2 * channels, outputs] },
    { layer: "output", name: "bias", shape: [outputs] },
  ]);
}

/** [batch, 28, 28, 1] -> the score, [batch, 1]; the observer sees class logits in what comes out of "output". */
export function applyDiscriminator(
  weights: readonly Tensor[],
  images: Tensor,
  observe?: NetworkObserver,
): Tensor2D {
  const [conv1, bias1, conv2, bias2, last, lastBias] = weights as [Tensor4D, ...Tensor[]] & Tensor[];
  const middle = rectify(tf.add(tf.conv2d(images as Tensor4D, conv1, 2, "same"), bias1!), slope);
  const small = rectify(tf.add(tf.conv2d(middle as Tensor4D, conv2 as Tensor4D, 2, "same"), bias2!), slope);
  observe?.activation("conv1", middle, "leaky-relu");
  observe?.activation("conv2", small, "leaky-relu");
  const rows = tf.reshape(small, [images.shape[0]!, -1]) as Tensor2D;
  const output: Tensor2D = tf.add(tf.matMul(rows, last as Tensor2D), lastBias!);
  observe?.activation("output", output, "none");
  return output.shape[1] === 1 ? output : tf.slice(output, [0, 0], [-1, 1]);
}
