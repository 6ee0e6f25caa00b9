import type { TemporalOrderRnnConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { accuracyOf } from "../../probes/accuracy";
import { lengthAt } from "../../protocol/curriculum";
import { type Tensor3D, tf } from "../../tensorflow";
import { type ClassTargets, classTargets, crossEntropies } from "../supervised/cross-entropy";
import { trainSupervised } from "../supervised/train-supervised";
import type { Workload } from "../workload";
import { applyRecurrentNetwork, createRecurrentNetwork, recurrentParameter } from "./network";
import { classes, drawSequences, shortestSequence, symbols } from "./temporal-order";

/** A vanilla recurrent net that must remember the order of two symbols (Pascanu 2013). */
export function temporalOrderRnn(config: TemporalOrderRnnConfig, context: TrainingContext): Workload {
  const { sequenceLength } = config;
  context.data = { generator: "temporal order", parameters: { sequenceLength } };
  const { step, penalizedLosses } = trainSupervised<ClassTargets>(
    config,
    {
      network: createRecurrentNetwork(config, context.random("init/rnn")),
      drawBatch(count, random) {
        const length = lengthAt(config, context.step, shortestSequence);
        const { inputs, labels } = drawSequences(length, count, random);
        return {
          inputs: tf.tensor3d(inputs, [length, count, symbols]),
          targets: classTargets(labels, classes),
        };
      },
      apply: (weights, inputs, observe) => applyRecurrentNetwork(weights, inputs as Tensor3D, observe),
      recurrent: {
        parameter: recurrentParameter,
        statesShape: ({ shape: [time, batch] }) => [time!, batch!, config.hidden],
      },
      losses: crossEntropies,
      judge: (points, logits, { labels }) => points.set("accuracy", accuracyOf(logits, labels)),
    },
    context,
  );
  return { step, penalizedLosses };
}
