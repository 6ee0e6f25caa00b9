import { createNetwork, type Network } from "../networks/network";
import { rectify } from "../networks/rectify";
import { type Tensor, type Tensor2D, type Tensor4D, tf } from "../tensorflow";

export const digits = 10;
/** Units of the layer before the logits, whose outputs are the features that samples are compared by. */
export const featureCount = 64;

/** 28 x 28 x 1 -> 14 x 14 x 8 -> 7 x 7 x 16 -> 4 x 4 x 32 by strided convolutions -> 2 x 2 x 32 -> 64 -> 10. */
export function createClassifier(): Network {
  return createNetwork("classifier", [
    { layer: "conv1", name: "weight", shape: [5, 5, 1, 8] },
    { layer: "conv1", name: "bias", shape: [8] },
    { layer: "conv2", name: "weight", shape: [5, 5, 8, 16] },
    { layer: "conv2", name: "bias", shape: [16] },
    { layer: "conv3", name: "weight", shape: [3, 3, 16, 32] },
    { layer: "conv3", name: "bias", shape: [32] },
    { layer: "features", name: "weight", shape: [2 * 2 * 32, featureCount] },
    { layer: "features", name: "bias", shape: [featureCount] },
    { layer: "output", name: "weight", shape: [featureCount, digits] },
    { layer: "output", name: "bias", shape: [digits] },
  ]);
}

/**
 * Images [batch, 28, 28, 1] in [-1, 1] -> features [batch, 64], not negative since rectified, and logits [batch, 10].
 */
export function applyClassifier(
  weights: readonly Tensor[],
  images: Tensor,
): { features: Tensor2D; logits: Tensor2D } {
  const [conv1, bias1, conv2, bias2, conv3, bias3, dense, denseBias, output, outputBias] =
    weights as readonly Tensor[] & Record<number, Tensor>;
  const convolve = (input: Tensor, filter: Tensor, bias: Tensor) =>
    rectify(tf.add(tf.conv2d(input as Tensor4D, filter as Tensor4D, 2, "same"), bias));
  const small = convolve(convolve(convolve(images, conv1!, bias1!), conv2!, bias2!), conv3!, bias3!);
  const pooled = tf.reshape(tf.avgPool(small as Tensor4D, 2, 2, "valid"), [images.shape[0]!, -1]);
  const features = rectify(tf.add(tf.matMul(pooled as Tensor2D, dense as Tensor2D), denseBias!)) as Tensor2D;
  return { features, logits: tf.add(tf.matMul(features, output as Tensor2D), outputBias!) };
}
