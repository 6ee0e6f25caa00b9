import { crossEntropy } from "../../../../trainer/networks/cross-entropy";
import { initializeByFanIn } from "../../../../trainer/networks/initialize";
import { applyMlp, createMlp } from "../../../../trainer/networks/mlp";
import { createNetwork } from "../../../../trainer/networks/network";
import { tanhScan } from "../../../../trainer/networks/scan";
import { randomStream } from "../../../../trainer/random";
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from "../../../../trainer/tensorflow";
import { integers, uniform } from "../speed";
import type { TaskOf } from "../tasks";
import type { OurNet } from "./net";

export function mlp({ inputs, units, hiddenLayers, classes, batch }: TaskOf<"mlp">): OurNet {
  const network = createMlp("discriminator", [
    inputs,
    ...new Array<number>(hiddenLayers).fill(units),
    classes,
  ]);
  initializeByFanIn(network, randomStream(0, "init"));
  const samples = uniform(batch * inputs);
  const targets = oneHot(integers(batch, classes), classes);
  const loss = (weights: readonly Tensor[]) => {
    const logits = applyMlp(weights, tf.tensor2d(samples.slice(), [batch, inputs]), 0);
    return meanCrossEntropy(logits, tf.tensor2d(targets.slice(), [batch, classes]));
  };
  return { network, loss };
}

/** The recurrent workload's net, with more inputs. */
export function rnn({ time, inputs, hidden, classes, batch }: TaskOf<"rnn">): OurNet {
  const network = createNetwork("rnn", [
    { layer: "input", name: "weight", shape: [inputs, hidden] },
    { layer: "input", name: "bias", shape: [hidden] },
    { layer: "recurrent", name: "weight", shape: [hidden, hidden] },
    { layer: "output", name: "weight", shape: [hidden, classes] },
    { layer: "output", name: "bias", shape: [classes] },
  ]);
  initializeByFanIn(network, randomStream(0, "init"));
  const sequence = uniform(time * batch * inputs);
  const targets = oneHot(integers(batch, classes), classes);
  const loss = (weights: readonly Tensor[]) => {
    const [inputWeight, inputBias, recurrent, outputWeight, outputBias] = weights as [
      Tensor2D,
      Tensor1D,
      Tensor2D,
      Tensor2D,
      Tensor1D,
    ];
    const rows = tf.add(
      tf.matMul(tf.tensor2d(sequence.slice(), [time * batch, inputs]), inputWeight),
      inputBias,
    );
    const states = tanhScan(tf.reshape(rows, [time, batch, hidden]), recurrent);
    const last = tf.reshape(tf.slice(states, [time - 1, 0, 0], [1, batch, hidden]), [batch, hidden]);
    const logits = tf.add(tf.matMul(last as Tensor2D, outputWeight), outputBias) as Tensor2D;
    return meanCrossEntropy(logits, tf.tensor2d(targets.slice(), [batch, classes]));
  };
  return { network, loss };
}

export function meanCrossEntropy(logits: Tensor2D, targets: Tensor2D): Scalar {
  return tf.mean(crossEntropy(logits, targets));
}

export function oneHot(labels: Int32Array, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) targets[example * classes + label] = 1;
  return targets;
}
