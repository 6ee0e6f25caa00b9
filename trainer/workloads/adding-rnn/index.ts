import type { AddingRnnConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { lengthAt } from "../../protocol/curriculum";
import { type Tensor1D, tf } from "../../tensorflow";
import { recurrentNetwork } from "../sequences/recurrent-network";
import { trainSupervised } from "../supervised/train-supervised";
import type { Workload } from "../workload";
import { constantAnswerError, drawSums, features, shortestSequence, tolerance } from "./adding";

interface Targets {
  sums: Float32Array;
  tensor: Tensor1D;
}

/** A recurrent net that must add two marked numbers among many (Hochreiter & Schmidhuber 1997). */
export function addingRnn(config: AddingRnnConfig, context: TrainingContext): Workload {
  const { sequenceLength } = config;
  context.data = { generator: "adding problem", parameters: { sequenceLength } };
  const { step, penalizedLosses } = trainSupervised<Targets>(
    config,
    {
      ...recurrentNetwork(config, { features, outputs: 1, answers: "last" }, context.random("init/rnn")),
      drawBatch(count, random) {
        const length = lengthAt(config, context.step, shortestSequence);
        const { inputs, sums } = drawSums(length, count, random);
        return {
          inputs: tf.tensor3d(inputs, [count, length, features]),
          targets: { sums, tensor: tf.tensor1d(sums) },
        };
      },
      losses: (answers, { tensor }) => tf.square(tf.sub(tf.reshape(answers, [-1]), tensor)),
      judge(points, answers, { sums }) {
        const errors = answers.map((answer, index) => answer - sums[index]!);
        const meanOf = (measure: (error: number) => number) =>
          errors.reduce((sum, error) => sum + measure(error), 0) / errors.length;
        points.set(
          "squared_error/rnn",
          meanOf((error) => error * error),
        );
        points.set("squared_error/constant", constantAnswerError);
        points.set(
          "accuracy/within_tolerance",
          meanOf((error) => Number(Math.abs(error) < tolerance)),
        );
      },
    },
    context,
  );
  return { step, penalizedLosses };
}
