import type { TemporalOrderRnnConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { accuracyOf } from "../../probes/accuracy";
import { type Random, randomStream } from "../../random";
import { type Scalar, type Tensor, type Tensor2D, type Tensor3D, tf } from "../../tensorflow";
import type { Workload } from "../workload";
import { applyRecurrentNetwork, createRecurrentNetwork } from "./network";
import { classes, drawSequences, symbols } from "./temporal-order";

/** What the loss shows besides its value. */
interface Observer {
  logits(logits: Tensor): void;
  penalty(name: string, value: Scalar): void;
}

/** A vanilla recurrent net that must remember the order of two symbols (Pascanu 2013). */
export function temporalOrderRnn(config: TemporalOrderRnnConfig, context: TrainingContext): Workload {
  const { batchSize, sequenceLength, seed } = config;
  const { stopwatch } = context;
  const data = context.random("data");
  const network = createRecurrentNetwork(config, context.random("init/rnn"));
  const { clips, inputPenalty } = stabilizersOf(config.interventions, context);
  const updater = createUpdater({
    network,
    optimizer: config.optimizer,
    clips,
    constraints: [],
    context,
  });

  function lossOf(weights: readonly Tensor[], batch: Batch, observe?: Observer): Scalar {
    const losses = (inputs: Tensor) => {
      const logits = applyRecurrentNetwork(weights, inputs as Tensor3D);
      observe?.logits(logits);
      return crossEntropies(logits, batch.targets);
    };
    if (!inputPenalty) return tf.mean(losses(batch.inputs));
    const penalized = inputPenalty.penalty(losses, batch.inputs);
    observe?.penalty(inputPenalty.name, penalized.penalty);
    return tf.add(tf.mean(penalized.losses), penalized.penalty);
  }

  function drawBatch(count: number, random: Random): Batch {
    const { inputs, labels } = drawSequences(sequenceLength, count, random);
    return {
      inputs: tf.tensor3d(inputs, [sequenceLength, count, symbols]),
      targets: tf.tensor2d(oneHot(labels), [count, classes]),
      labels,
    };
  }

  return {
    step: (points) =>
      tf.tidy(() => {
        const batch = drawBatch(batchSize, data);
        const weights = weightsOf(network);
        const observer: Observer = {
          logits: (logits) =>
            stopwatch.time(() =>
              points.set("accuracy", accuracyOf(logits.dataSync<"float32">(), batch.labels)),
            ),
          penalty: (name, value) => stopwatch.time(() => points.set(`penalty/${name}`, value.dataSync()[0]!)),
        };
        const { loss } = differentiate(
          network,
          weights,
          () => lossOf(weights, batch, observer),
          updater.gradient,
        );
        updater.apply();
        updater.report(points, loss);
        return Number.isFinite(loss);
      }),
    penalizedLosses: () =>
      inputPenalty
        ? [
            {
              network,
              loss: (weights) => lossOf(weights, drawBatch(4, randomStream(seed, "self-test"))),
            },
          ]
        : [],
  };
}

interface Batch {
  inputs: Tensor3D;
  targets: Tensor2D;
  labels: Int32Array;
}

/**
 * Cross-entropy of each example, [batch]. Composed of elementary operations, since the one that tfjs has
 * (`losses.softmaxCrossEntropy`) is wrong from the second derivative on.
 */
function crossEntropies(logits: Tensor2D, targets: Tensor2D): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1));
}

function oneHot(labels: Int32Array): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) targets[example * classes + label] = 1;
  return targets;
}
