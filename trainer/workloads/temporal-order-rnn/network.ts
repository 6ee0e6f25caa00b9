import type { TemporalOrderRnnConfig } from "../../../db/contract/run-config";
import type { NetworkObserver } from "../../networks/build";
import { createNetwork, type Network } from "../../networks/network";
import { traced } from "../../networks/recurrent-trace";
import { tanhScan } from "../../networks/scan";
import type { Random } from "../../random";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../../tensorflow";
import { spectralRadius } from "./spectral-radius";
import { classes, symbols } from "./temporal-order";

/**
 * A vanilla tanh net: all weights N(0, sigma^2), biases 0, and the recurrent matrix rescaled to the given spectral
 * radius (Pascanu 2013, section 4.1; Sutskever 2012).
 */
export function createRecurrentNetwork(config: TemporalOrderRnnConfig, random: Random): Network {
  const { hidden } = config;
  const network = createNetwork("rnn", [
    { layer: "input", name: "weight", shape: [symbols, hidden] },
    { layer: "input", name: "bias", shape: [hidden] },
    { layer: "recurrent", name: "weight", shape: [hidden, hidden] },
    { layer: "output", name: "weight", shape: [hidden, classes] },
    { layer: "output", name: "bias", shape: [classes] },
  ]);
  for (const { name, values } of network.parameters)
    if (name === "weight") random.fillNormal(values, config.initialSigma);
  const recurrent = network.parameters[recurrentParameter]!.values;
  const scale = config.spectralRadius / spectralRadius(recurrent, hidden);
  for (let index = 0; index < recurrent.length; index += 1) recurrent[index] = recurrent[index]! * scale;
  return network;
}

/** Index of the recurrent matrix. */
export const recurrentParameter = 2;

/** One-hot inputs [time, batch, symbol] -> logits after the last step [batch, class]. */
export function applyRecurrentNetwork(
  weights: readonly Tensor[],
  inputs: Tensor3D,
  observe?: NetworkObserver,
): Tensor2D {
  const [inputWeight, inputBias, recurrent, outputWeight, outputBias] = weights as [
    Tensor2D,
    Tensor1D,
    Tensor2D,
    Tensor2D,
    Tensor1D,
  ];
  const [time, batch, size] = inputs.shape;
  const hiddenSize = recurrent.shape[0];
  // One product for the inputs of all steps.
  const rows = tf.add(tf.matMul(tf.reshape(inputs, [time * batch, size]), inputWeight), inputBias);
  const hidden = traced(observe?.trace, tf.reshape(rows, [time, batch, hiddenSize]), (preactivations) =>
    tanhScan(preactivations, recurrent),
  );
  observe?.activation("recurrent", hidden, "tanh");
  const last = tf.reshape(tf.slice(hidden, [time - 1, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
  return tf.add(tf.matMul(last as Tensor2D, outputWeight), outputBias);
}
