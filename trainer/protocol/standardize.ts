import { type Tensor, tf } from "../tensorflow";

/** Mean and standard deviation of each channel. */
export interface ChannelMoments {
  mean: Float32Array;
  deviation: Float32Array;
}

/** A channel that never varies is left at its mean of 0. */
const smallestDeviation = 1e-6;

/**
 * Moments of `samples`, whose last axis is the channel: the colour of an image's pixels, a coordinate of a point.
 * Deviations are those of the sample itself (divided by n).
 */
export function channelMoments(samples: Float32Array, channels: number): ChannelMoments {
  const mean = new Float64Array(channels);
  const square = new Float64Array(channels);
  const count = samples.length / channels;
  for (let index = 0; index < samples.length; index += 1) mean[index % channels]! += samples[index]! / count;
  for (let index = 0; index < samples.length; index += 1)
    square[index % channels]! += (samples[index]! - mean[index % channels]!) ** 2 / count;
  return {
    mean: Float32Array.from(mean),
    deviation: Float32Array.from(square, (one) => Math.max(Math.sqrt(one), smallestDeviation)),
  };
}

/**
 * Standardization: (x - mean) / deviation, channel by channel (LeCun et al. 1998, "Efficient BackProp", section 4.3).
 * In a GAN it stands in front of the discriminator, for real and generated samples alike, so that a generator that ends
 * in a tanh need not leave its range; slopes and penalties are still taken by the raw sample.
 */
export function standardize<Input extends Tensor>(input: Input, { mean, deviation }: ChannelMoments): Input {
  return tf.div(tf.sub(input, tf.tensor1d(mean)), tf.tensor1d(deviation));
}
