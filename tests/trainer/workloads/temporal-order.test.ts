import { describe, expect, it } from "vitest";
import { TemporalOrderRnnConfig } from "../../../db/contract/run-config";
import { differentiate } from "../../../trainer/gradients/differentiate";
import { type Network, weightsOf } from "../../../trainer/networks/network";
import { randomStream } from "../../../trainer/random";
import { type Scalar, type Tensor2D, tf } from "../../../trainer/tensorflow";
import {
  applyRecurrentNetwork,
  createRecurrentNetwork,
} from "../../../trainer/workloads/temporal-order-rnn/network";
import { spectralRadius } from "../../../trainer/workloads/temporal-order-rnn/spectral-radius";
import { drawSequences } from "../../../trainer/workloads/temporal-order-rnn/temporal-order";
import { onBackend } from "../on-backend";

onBackend();

describe("temporal order sequences", () => {
  const [length, count, alphabet] = [30, 500, 6];
  const { inputs, labels } = drawSequences(length, count, randomStream(4, "data"));
  const symbolsOf = (sequence: number) =>
    Array.from({ length }, (_, time) => {
      const start = (time * count + sequence) * alphabet;
      const row = Array.from(inputs.subarray(start, start + alphabet));
      if (row.reduce((sum, value) => sum + value, 0) !== 1) throw new Error(`not one-hot: ${row}`);
      return row.indexOf(1);
    });

  it("hold two relevant symbols, placed in [T/10, 2T/10] and [4T/10, 5T/10], and are labelled by their order", () => {
    const firstAt = new Set<number>();
    const secondAt = new Set<number>();
    for (let sequence = 0; sequence < count; sequence += 1) {
      const symbols = symbolsOf(sequence);
      const places = symbols.flatMap((symbol, time) => (symbol < 2 ? [time] : []));
      expect(places).toHaveLength(2);
      const [first, second] = places as [number, number];
      firstAt.add(first);
      secondAt.add(second);
      expect(labels[sequence]).toBe(2 * symbols[first]! + symbols[second]!);
    }
    expect([...firstAt].sort((a, b) => a - b)).toEqual([3, 4, 5, 6]);
    expect([...secondAt].sort((a, b) => a - b)).toEqual([12, 13, 14, 15]);
  });

  it("are of all four classes, equally often", () => {
    for (let label = 0; label < 4; label += 1)
      expect(labels.filter((value) => value === label).length / count).toBeCloseTo(0.25, 1);
  });

  it("exist at the shortest length that the config allows", () => {
    const shortest = drawSequences(10, 50, randomStream(0, "data"));
    for (let sequence = 0; sequence < 50; sequence += 1) {
      let relevant = 0;
      for (let time = 0; time < 10; time += 1)
        relevant +=
          shortest.inputs[(time * 50 + sequence) * 6]! + shortest.inputs[(time * 50 + sequence) * 6 + 1]!;
      expect(relevant).toBe(2);
    }
  });
});

describe("spectral radius", () => {
  it.each([
    ["a pair of complex eigenvalues", [0, -2, 2, 0], 2],
    ["a triangular matrix", [0.5, 100, 0, -0.9], 0.9],
    ["a nilpotent matrix", [0, 1, 0, 0], 0],
    ["a defective matrix", [0.7, 1, 0, 0.7], 0.7],
    ["a symmetric matrix", [2, 1, 1, 2], 3],
  ])("of %s", (_name, matrix, expected) => {
    expect(spectralRadius(Float32Array.from(matrix), 2)).toBeCloseTo(expected, 5);
  });

  it("of a random matrix survives a change of basis", () => {
    // P = I + N with N strictly upper triangular; P A P^-1 has A's eigenvalues. Here N has one entry.
    const n = 20;
    const a = randomStream(9, "test").fillNormal(new Float32Array(n * n), 0.1);
    const similar = Float64Array.from(a);
    for (let j = 0; j < n; j += 1) similar[3 * n + j]! += 0.5 * a[7 * n + j]!;
    for (let i = 0; i < n; i += 1) similar[i * n + 7]! -= 0.5 * similar[i * n + 3]!;
    expect(spectralRadius(Float32Array.from(similar), n) / spectralRadius(a, n)).toBeCloseTo(1, 4);
  });
});

describe("recurrent net", () => {
  const config = TemporalOrderRnnConfig.parse({
    workload: "temporal-order-rnn",
    hidden: 6,
    sequenceLength: 10,
  });
  const network = createRecurrentNetwork(config, randomStream(0, "init"));
  const count = 4;
  const { inputs, labels } = drawSequences(10, count, randomStream(1, "data"));

  it("starts with weights N(0, .1), biases 0 and a recurrent matrix of spectral radius 1", () => {
    const large = createRecurrentNetwork({ ...config, hidden: 50 }, randomStream(0, "init"));
    const [input, inputBias, recurrent, output] = large.parameters.map(({ values }) => values);
    expect(spectralRadius(recurrent!, 50)).toBeCloseTo(1, 5);
    for (const weights of [input!, output!])
      expect(Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length)).toBeCloseTo(0.1, 1);
    expect(inputBias!.every((bias) => bias === 0)).toBe(true);
  });

  /** Cross-entropy of the net, written out in float64. */
  function lossInFloat64(values: Float64Array): number {
    const [input, inputBias, recurrent, output, outputBias] = network.parameters.map(({ start, end }) =>
      values.subarray(start, end),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const { hidden } = config;
    let loss = 0;
    for (let sequence = 0; sequence < count; sequence += 1) {
      let state = new Float64Array(hidden);
      for (let time = 0; time < 10; time += 1) {
        const row = inputs.subarray((time * count + sequence) * 6, (time * count + sequence + 1) * 6);
        state = state.map((_, j) => {
          let sum = inputBias[j]!;
          for (let i = 0; i < 6; i += 1) sum += row[i]! * input[i * hidden + j]!;
          for (let i = 0; i < hidden; i += 1) sum += state[i]! * recurrent[i * hidden + j]!;
          return Math.tanh(sum);
        });
      }
      const logits = Array.from(outputBias, (bias, label) =>
        state.reduce((sum, value, i) => sum + value * output[i * 4 + label]!, bias),
      );
      const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      loss += (logSum - logits[labels[sequence]!]!) / count;
    }
    return loss;
  }

  it("has the loss and the gradient of the same net in float64", () => {
    const gradient = new Float32Array(network.values.length);
    const { loss } = gradientOfLoss(network, gradient);
    const values = Float64Array.from(network.values);
    expect(loss).toBeCloseTo(lossInFloat64(values), 5);
    const step = 1e-6;
    for (let index = 0; index < values.length; index += 5) {
      const moved = (by: number) => lossInFloat64(values.with(index, values[index]! + by));
      expect(gradient[index]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 5);
    }
  });

  function gradientOfLoss(net: Network, gradient: Float32Array): { loss: number } {
    let result = { loss: 0 };
    tf.tidy(() => {
      const weights = weightsOf(net);
      const targets = tf.oneHot(tf.tensor1d(labels, "int32"), 4).toFloat() as Tensor2D;
      const sequences = tf.tensor3d(inputs, [10, count, 6]);
      const loss = () =>
        tf.neg(
          tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(applyRecurrentNetwork(weights, sequences))), 1)),
        ) as Scalar;
      result = { loss: differentiate(net, weights, loss, gradient).loss };
    });
    return result;
  }
});
