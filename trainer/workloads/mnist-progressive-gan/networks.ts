import type { NetworkObserver } from "../../networks/build";
import { convolveEnlarged, enlarged } from "../../networks/convolve-enlarged";
import { createNetwork, type Network, type ParameterShape } from "../../networks/network";
import { rectify } from "../../networks/rectify";
import { type Tensor, type Tensor2D, type Tensor4D, tf } from "../../tensorflow";
import { type Growth, lastStage, sides } from "./growth";

const slope = 0.2;
/** Half the first side: what the discriminator's last convolution leaves. */
const smallest = sides[0] / 2;

/**
 * Networks whose inner layers work at 8 x 8 pixels and those nearer to the image at 16 x 16 and 32 x 32, in the manner of
 * Karras, Aila, Laine & Lehtinen 2018. Every stage has a layer from or to gray images of its own. The weights of all
 * stages exist from the start, drawn like any others; those of a stage that has not come yet, and the gray layers of one
 * that is over, have no gradient.
 */
const channelsAt = (stage: number, channels: number): number => channels * 2 ** (lastStage - stage);

const convolution = (layer: string, size: number, inputs: number, filters: number): ParameterShape[] => [
  { layer, name: "weight", shape: [size, size, inputs, filters] },
  { layer, name: "bias", shape: [filters] },
];
const dense = (layer: string, inputs: number, units: number): ParameterShape[] => [
  { layer, name: "weight", shape: [inputs, units] },
  { layer, name: "bias", shape: [units] },
];

/** Noise -> 8 x 8 x 4c -> 16 x 16 x 2c -> 32 x 32 x c, each of them -> gray. */
export function createGenerator(latent: number, channels: number): Network {
  const widest = channelsAt(0, channels);
  return createNetwork("generator", [
    ...dense("dense", latent, sides[0] ** 2 * widest),
    ...sides.flatMap((side, stage) => {
      const filters = channelsAt(stage, channels);
      const inputs = stage === 0 ? widest : channelsAt(stage - 1, channels);
      return [
        ...convolution(`conv${side}`, 3, inputs, filters),
        ...convolution(`gray${side}`, 1, filters, 1),
      ];
    }),
  ]);
}

/** Gray -> 32 x 32 x c -> 16 x 16 x 2c -> 8 x 8 x 4c -> 4 x 4 x 4c -> 1, entered at the stage's side. */
export function createDiscriminator(channels: number): Network {
  const widest = channelsAt(0, channels);
  return createNetwork("discriminator", [
    ...sides
      .map((side, stage) => {
        const inputs = channelsAt(stage, channels);
        const filters = stage === 0 ? widest : channelsAt(stage - 1, channels);
        return [
          ...convolution(`gray${side}`, 1, 1, inputs),
          ...convolution(`conv${side}`, 4, inputs, filters),
        ];
      })
      .reverse()
      .flat(),
    ...dense("output", smallest ** 2 * widest, 1),
  ]);
}

/** Share with which a layer takes part in a pass of networks grown so far: 1 for all, but while a size fades in. */
export function shareOf(layer: string, { stage, fadeIn }: Growth): number {
  const at = sides.findIndex((side) => layer === `conv${side}` || layer === `gray${side}`);
  if (at === stage && stage > 0) return fadeIn;
  if (at < 0 || at === stage) return 1;
  if (layer.startsWith("conv")) return at < stage ? 1 : 0;
  return at === stage - 1 ? 1 - fadeIn : 0;
}

/**
 * [batch, latent] -> [batch, side, side, 1] in [-1, 1]. While a stage fades in, its image is mixed with the one of the
 * stage before, enlarged: fadeIn * new + (1 - fadeIn) * old.
 */
export function applyGenerator(
  network: Network,
  weights: readonly Tensor[],
  noise: Tensor2D,
  growth: Growth,
  observe?: NetworkObserver,
): Tensor4D {
  const { stage, fadeIn } = growth;
  const { of, convolve, convolveDoubled } = layersOf(network, weights);
  const [weight, bias] = of("dense");
  const rows = rectify(tf.add(tf.matMul(noise, weight as Tensor2D), bias), slope);
  let output = tf.reshape(rows, [noise.shape[0], sides[0], sides[0], -1]) as Tensor4D;
  let before = output;
  for (const [index, side] of sides.slice(0, stage + 1).entries()) {
    before = output;
    const convolved = index === 0 ? convolve(`conv${side}`, output) : convolveDoubled(`conv${side}`, output);
    output = rectify(convolved, slope);
    observe?.activation(`conv${side}`, output, "leaky-relu");
  }
  const image = tf.tanh(convolve(`gray${sides[stage]}`, output));
  observe?.activation(`gray${sides[stage]}`, image, "tanh");
  if (fadeIn === 1) return image;
  return mixed(image, enlarged(tf.tanh(convolve(`gray${sides[stage - 1]}`, before)), 2), fadeIn);
}

/**
 * [batch, side, side, 1] -> [batch, 1]. While a stage fades in, what its layers make of an image is mixed with what the
 * stage before makes of the image at half its side: fadeIn * new + (1 - fadeIn) * old.
 */
export function applyDiscriminator(
  network: Network,
  weights: readonly Tensor[],
  images: Tensor,
  growth: Growth,
  observe?: NetworkObserver,
): Tensor2D {
  const { of, convolve } = layersOf(network, weights);
  const enter = (side: number, input: Tensor4D) => rectify(convolve(`gray${side}`, input), slope);
  let output = enter(sides[growth.stage]!, images as Tensor4D);
  for (let stage = growth.stage; stage >= 0; stage -= 1) {
    const layer = `conv${sides[stage]}`;
    output = rectify(convolve(layer, output, 2), slope);
    observe?.activation(layer, output, "leaky-relu");
    if (stage === growth.stage && growth.fadeIn < 1) {
      const before = enter(sides[stage - 1]!, halved(images as Tensor4D));
      output = mixed(output, before, growth.fadeIn);
    }
  }
  const [weight, bias] = of("output");
  const rows = tf.reshape(output, [images.shape[0]!, -1]) as Tensor2D;
  return tf.add(tf.matMul(rows, weight as Tensor2D), bias);
}

/** A network's weights by the name of their layer: weight and bias. */
function layersOf({ layers }: Network, weights: readonly Tensor[]) {
  const of = (name: string): [Tensor, Tensor] => {
    const index = 2 * layers.findIndex((layer) => layer.name === name);
    return [weights[index]!, weights[index + 1]!];
  };
  return {
    of,
    convolve(name: string, input: Tensor4D, stride = 1): Tensor4D {
      const [weight, bias] = of(name);
      return tf.add(tf.conv2d(input, weight as Tensor4D, stride, "same"), bias);
    },
    convolveDoubled(name: string, input: Tensor4D): Tensor4D {
      const [weight, bias] = of(name);
      return tf.add(convolveEnlarged(input, weight as Tensor4D, 2), bias);
    },
  };
}

function mixed(newer: Tensor4D, older: Tensor4D, share: number): Tensor4D {
  return tf.add(tf.mul(newer, share), tf.mul(older, 1 - share));
}

/** The mean of each square of four. */
function halved(images: Tensor4D): Tensor4D {
  return tf.avgPool(images, 2, 2, "valid");
}
