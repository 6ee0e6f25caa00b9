import type { Tensor, Tensor2D, Variable } from "@tensorflow/tfjs";
import { RingGanConfig } from "../../../db/contract/run-config";
import type { Stock } from "./stock";
import type { BareGan } from "./train-gan";

/** The ring-gan workload's networks and data with the same defaults, written for stock TensorFlow.js. */
export function ringGan(tf: Stock): BareGan {
  const config = RingGanConfig.parse({ workload: "ring-gan" });
  const { hidden, layers, latent, modes, radius, sigma, batchSize, discriminatorOptimizer } = config;
  if (discriminatorOptimizer.name !== "adam")
    throw new Error("Expected the ring's default optimizer to be Adam");
  const hiddenSizes = new Array<number>(layers).fill(hidden);

  const mlp = (sizes: number[]): Variable[] =>
    sizes.slice(1).flatMap((units, index) => {
      const inputs = sizes[index] as number;
      const bound = 1 / Math.sqrt(inputs);
      return [
        tf.variable(tf.randomUniform([inputs, units], -bound, bound)),
        tf.variable(tf.randomUniform([units], -bound, bound)),
      ];
    });
  const apply = (weights: Variable[], input: Tensor, rectify: (x: Tensor) => Tensor): Tensor => {
    let output = input;
    for (let index = 0; index < weights.length; index += 2) {
      if (index > 0) output = rectify(output);
      output = tf.add(
        tf.matMul(output as Tensor2D, weights[index] as Tensor2D),
        weights[index + 1] as Variable,
      );
    }
    return output;
  };

  const generator = mlp([latent, ...hiddenSizes, 2]);
  const discriminator = mlp([2, ...hiddenSizes, 1]);
  return {
    generator,
    discriminator,
    latent,
    batchSize,
    discriminatorUpdates: config.discriminatorUpdates,
    objective: config.objective as "non-saturating" | "wasserstein",
    adam: discriminatorOptimizer,
    generate: (noise) => apply(generator, noise, tf.relu),
    discriminate: (samples) => apply(discriminator, samples, (x) => tf.leakyRelu(x, 0.2)),
    drawReals: () => {
      const points = new Float32Array(2 * batchSize);
      for (let index = 0; index < points.length; index += 2) {
        const angle = (2 * Math.PI * Math.floor(Math.random() * modes)) / modes;
        const distance = sigma * Math.sqrt(-2 * Math.log(1 - Math.random()));
        const direction = 2 * Math.PI * Math.random();
        points[index] = radius * Math.cos(angle) + distance * Math.cos(direction);
        points[index + 1] = radius * Math.sin(angle) + distance * Math.sin(direction);
      }
      return tf.tensor2d(points, [batchSize, 2]);
    },
  };
}
