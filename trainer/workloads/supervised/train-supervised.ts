import type { SupervisedConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import type { Points } from "../../probes/points";
import { randomStream } from "../../random";
import { type Scalar, type Tensor, tf } from "../../tensorflow";
import type { PenalizedLoss } from "../workload";
import type { Batch, SupervisedModel } from "./supervised-model";

export interface SupervisedTraining {
  step(points: Points): boolean;
  /** Adds loss and figures on held-out examples, as `held_out_loss`, `held_out_accuracy`, ... */
  evaluate(points: Points): void;
  penalizedLosses(): PenalizedLoss[];
}

/** What the loss shows besides its value. */
interface Observer {
  outputs(outputs: Tensor): void;
  penalty(name: string, value: Scalar): void;
}

/** A supervised training step: one batch, the mean of its losses and its penalty, one update. */
export function trainSupervised<Targets>(
  config: SupervisedConfig,
  model: SupervisedModel<Targets>,
  context: TrainingContext,
): SupervisedTraining {
  const { batchSize, seed } = config;
  const { network } = model;
  const { stopwatch } = context;
  const data = context.random("data");
  const { clips, inputPenalty } = stabilizersOf(config.interventions, context);
  const updater = createUpdater({ network, optimizer: config.optimizer, clips, constraints: [], context });

  function lossOf(weights: readonly Tensor[], batch: Batch<Targets>, observe?: Observer): Scalar {
    const losses = (inputs: Tensor) => {
      const outputs = model.apply(weights, inputs);
      observe?.outputs(outputs);
      return model.losses(outputs, batch.targets);
    };
    if (!inputPenalty) return tf.mean(losses(batch.inputs));
    const penalized = inputPenalty.penalty(losses, batch.inputs);
    observe?.penalty(inputPenalty.name, penalized.penalty);
    return tf.add(tf.mean(penalized.losses), penalized.penalty);
  }

  return {
    step: (points) =>
      tf.tidy(() => {
        const batch = model.drawBatch(batchSize, data);
        const weights = weightsOf(network);
        const observer: Observer = {
          outputs: (outputs) =>
            stopwatch.time(() => model.judge(points, outputs.dataSync<"float32">(), batch.targets)),
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
    evaluate: (points) =>
      tf.tidy(() => {
        const batch = model.drawHeldOut?.(randomStream(seed, "held-out"));
        if (!batch) return;
        const outputs = model.apply(weightsOf(network), batch.inputs);
        const figures: Points = new Map();
        figures.set("loss", tf.mean(model.losses(outputs, batch.targets)).dataSync()[0]!);
        model.judge(figures, outputs.dataSync<"float32">(), batch.targets);
        for (const [name, value] of figures) points.set(`held_out_${name}`, value);
      }),
    penalizedLosses: () =>
      inputPenalty
        ? [
            {
              network,
              loss: (weights) => lossOf(weights, model.drawBatch(4, randomStream(seed, "self-test"))),
            },
          ]
        : [],
  };
}
