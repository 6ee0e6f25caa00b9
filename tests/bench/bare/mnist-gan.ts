import type { Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs";
import { MnistGanConfig } from "../../../db/contract/run-config";
import { openMnist, side } from "../../../trainer/workloads/mnist-gan/mnist";
import type { Stock } from "./stock";
import type { BareGan } from "./train-gan";

/** The mnist-gan workload's networks and data with the same defaults, written for stock TensorFlow.js. */
export function mnistGan(tf: Stock, penalty: boolean): BareGan {
  const objective = penalty ? "wasserstein" : "non-saturating";
  const config = MnistGanConfig.parse({ workload: "mnist-gan", objective });
  const { channels, latent, batchSize, discriminatorOptimizer } = config;
  if (discriminatorOptimizer.name !== "adam")
    throw new Error("Expected MNIST's default optimizer to be Adam");
  const images = openMnist("train");
  const quarter = side / 4;

  const layer = (...shape: number[]): Variable[] => {
    const bound = 1 / Math.sqrt(shape.slice(0, -1).reduce((product, size) => product * size, 1));
    return [
      tf.variable(tf.randomUniform(shape, -bound, bound)),
      tf.variable(tf.randomUniform([shape.at(-1) as number], -bound, bound)),
    ];
  };
  const generator = [
    ...layer(latent, quarter * quarter * 2 * channels),
    ...layer(3, 3, 2 * channels, channels),
    ...layer(3, 3, channels, 1),
  ];
  const discriminator = [
    ...layer(4, 4, 1, channels),
    ...layer(4, 4, channels, 2 * channels),
    ...layer(quarter * quarter * 2 * channels, 1),
  ];
  const convolve = (input: Tensor, [filter, bias]: Variable[], stride: number): Tensor =>
    tf.add(tf.conv2d(input as Tensor4D, filter as Tensor4D, stride, "same"), bias as Variable);
  const connect = (input: Tensor, [weight, bias]: Variable[]): Tensor =>
    tf.add(tf.matMul(input as Tensor2D, weight as Tensor2D), bias as Variable);
  const doubled = (input: Tensor): Tensor => {
    const [, height, width] = (input as Tensor4D).shape;
    return tf.image.resizeNearestNeighbor(input as Tensor4D, [2 * height, 2 * width]);
  };

  return {
    generator,
    discriminator,
    latent,
    batchSize,
    discriminatorUpdates: config.discriminatorUpdates,
    objective,
    adam: discriminatorOptimizer,
    generate: (noise) => {
      const rows = tf.relu(connect(noise, generator.slice(0, 2)));
      const small = tf.reshape(rows, [-1, quarter, quarter, 2 * channels]);
      const middle = tf.relu(convolve(doubled(small), generator.slice(2, 4), 1));
      return tf.tanh(convolve(doubled(middle), generator.slice(4), 1));
    },
    discriminate: (samples) => {
      const middle = tf.leakyRelu(convolve(samples, discriminator.slice(0, 2), 2), 0.2);
      const small = tf.leakyRelu(convolve(middle, discriminator.slice(2, 4), 2), 0.2);
      return connect(tf.reshape(small, [samples.shape[0] as number, -1]), discriminator.slice(4));
    },
    drawReals: () => {
      const pixels = new Float32Array(batchSize * side * side);
      for (let offset = 0; offset < pixels.length; offset += side * side)
        images.read(Math.floor(Math.random() * images.count), pixels, offset);
      return tf.tensor4d(pixels, [batchSize, side, side, 1]);
    },
  };
}
