import { differentiate } from "../gradients/differentiate";
import { crossEntropy } from "../networks/cross-entropy";
import { initializeByFanIn } from "../networks/initialize";
import { type Network, weightsOf } from "../networks/network";
import { createOptimizer } from "../optimizers";
import { randomStream } from "../random";
import { createRunState } from "../state/state-registry";
import { type Scalar, type Tensor2D, tf } from "../tensorflow";
import { openMnist, readMnistLabels, side } from "../workloads/mnist-gan/mnist";
import { applyClassifier, createClassifier, digits } from "./network";

export const training = { seed: 0, steps: 6000, averagedSteps: 2000, batchSize: 100, learningRate: 4e-3 };
const pixels = side * side;
const largestShift = 2;

/**
 * Trains the classifier on MNIST's 60,000 training images, each shifted by up to two pixels at every visit, with Adam;
 * the result is the mean of the weights over the last steps (Polyak & Juditsky 1992), which does for the noise of a
 * constant rate what a schedule would. Every random number comes from the seed, so the same backend with the same
 * kernels gives the same weights bit for bit.
 */
export function trainClassifier(
  { seed, steps, averagedSteps, batchSize, learningRate } = training,
  onStep?: (step: number, loss: number) => void,
): Network {
  const network = createClassifier();
  initializeByFanIn(network, randomStream(seed, "classifier/init"));
  const optimizer = createOptimizer(
    { name: "adam", learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    network.values.length,
    createRunState(),
  );
  const random = randomStream(seed, "classifier/data");
  const images = openMnist("train");
  const labels = readMnistLabels("train");
  const image = new Float32Array(pixels);
  const inputs = new Float32Array(batchSize * pixels);
  const gradient = new Float32Array(network.values.length);
  const average = new Float64Array(network.values.length);

  for (let step = 1; step <= steps; step += 1) {
    const targets = new Float32Array(batchSize * digits);
    for (let example = 0; example < batchSize; example += 1) {
      const index = random.integer(images.count);
      images.read(index, image, 0);
      const shift = () => random.integer(2 * largestShift + 1) - largestShift;
      shiftInto(inputs, example * pixels, image, shift(), shift());
      targets[example * digits + labels[index]!] = 1;
    }
    const loss = differentiateOn(network, inputs, targets, gradient);
    optimizer.update(network.values, gradient);
    const averaged = step - (steps - averagedSteps);
    if (averaged > 0)
      for (let index = 0; index < average.length; index += 1)
        average[index] = average[index]! + (network.values[index]! - average[index]!) / averaged;
    onStep?.(step, loss);
  }
  images.close();
  network.values.set(average);
  return network;
}

function differentiateOn(
  network: Network,
  inputs: Float32Array,
  targets: Float32Array,
  gradient: Float32Array,
): number {
  const count = inputs.length / pixels;
  let value = 0;
  tf.tidy(() => {
    const weights = weightsOf(network);
    const images = tf.tensor4d(inputs.slice(), [count, side, side, 1]);
    const labels: Tensor2D = tf.tensor2d(targets, [count, digits]);
    const loss = (): Scalar => tf.mean(crossEntropy(applyClassifier(weights, images).logits, labels));
    value = differentiate(network, weights, loss, gradient).loss;
  });
  return value;
}

/** Moves an image by `down` and `right` pixels; what comes in at the edges is black. */
function shiftInto(target: Float32Array, offset: number, image: Float32Array, down: number, right: number) {
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const [fromRow, fromColumn] = [row - down, column - right];
      const inside = fromRow >= 0 && fromRow < side && fromColumn >= 0 && fromColumn < side;
      target[offset + row * side + column] = inside ? image[fromRow * side + fromColumn]! : -1;
    }
}
