import type { CopyRnnConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { crossEntropyOf } from "../../probes/cross-entropy";
import { lengthAt } from "../../protocol/curriculum";
import { tf } from "../../tensorflow";
import { recurrentNetwork } from "../sequences/recurrent-network";
import { sequenceCrossEntropies } from "../sequences/sequence-cross-entropy";
import { type ClassTargets, classTargets } from "../supervised/cross-entropy";
import { trainSupervised } from "../supervised/train-supervised";
import type { Workload } from "../workload";
import { answers, copiedShare, drawCopies, memorylessCrossEntropy, shortestDelay, symbols } from "./copying";

interface Targets extends ClassTargets {
  steps: number;
}

/** A recurrent net that must repeat symbols after a delay (Hochreiter & Schmidhuber 1997). */
export function copyRnn(config: CopyRnnConfig, context: TrainingContext): Workload {
  const { delay, remembered, curriculum } = config;
  context.data = { generator: "copying memory task", parameters: { delay, remembered } };
  const { step, penalizedLosses } = trainSupervised<Targets>(
    config,
    {
      ...recurrentNetwork(
        config,
        { features: symbols, outputs: answers, answers: "all" },
        context.random("init/rnn"),
      ),
      drawBatch(count, random) {
        const delayNow = lengthAt({ sequenceLength: delay, curriculum }, context.step, shortestDelay);
        const { inputs, labels, steps } = drawCopies(remembered, delayNow, count, random);
        return {
          inputs: tf.tensor3d(inputs, [count, steps, symbols]),
          targets: { ...classTargets(labels, answers), steps },
        };
      },
      losses: sequenceCrossEntropies,
      judge(points, logits, { labels, steps }) {
        points.set("cross_entropy/rnn", crossEntropyOf(logits, labels));
        points.set("cross_entropy/memoryless", memorylessCrossEntropy(remembered, steps));
        points.set("accuracy/copied", copiedShare(logits, labels, { remembered, steps }));
      },
    },
    context,
  );
  return { step, penalizedLosses };
}
