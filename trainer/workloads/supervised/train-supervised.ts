import type { SupervisedConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { differentiate } from "../../gradients/differentiate";
import { createUpdater } from "../../gradients/updater";
import { stabilizersOf } from "../../interventions";
import { weightsOf } from "../../networks/network";
import { type RecurrentTrace, zeroTrace } from "../../networks/recurrent-trace";
import { curvature } from "../../probes/curvature";
import type { Points } from "../../probes/points";
import { observeSaturation } from "../../probes/saturation";
import { batchSizeAt } from "../../protocol/batch-size";
import { randomStream } from "../../random";
import { type Scalar, type Tensor, type Tensor2D, type Tensor3D, tf } from "../../tensorflow";
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
  const { seed } = config;
  const { network } = model;
  const { stopwatch } = context;
  const data = context.random("data");
  const stabilizers = stabilizersOf(config.interventions, context);
  const { inputPenalty, recurrentPenalty } = stabilizers;
  const updater = createUpdater({
    network,
    optimizer: config.optimizer,
    stabilizers,
    constraints: [],
    context,
  });

  function lossOf(
    weights: readonly Tensor[],
    batch: Batch<Targets>,
    observe?: Observer,
    trace?: RecurrentTrace,
  ): Scalar {
    const losses = (inputs: Tensor) => {
      const outputs = model.apply(weights, inputs, trace && { activation: () => {}, trace });
      observe?.outputs(outputs);
      return model.losses(outputs, batch.targets);
    };
    if (!inputPenalty) return tf.mean(losses(batch.inputs));
    const penalized = inputPenalty.penalty(losses, batch.inputs);
    observe?.penalty(inputPenalty.name, penalized.penalty);
    return tf.add(tf.mean(penalized.losses), penalized.penalty);
  }

  /** Adds what the recurrent penalty says of the errors just propagated to the gradient of the recurrent matrix. */
  function penalizeRecurrence(
    weights: readonly Tensor[],
    errors: readonly Tensor[],
    observe: Observer,
  ): void {
    const { name, penalty } = recurrentPenalty!;
    const { parameter } = model.recurrent!;
    const [byPreactivations, byStatesDirectly] = errors as [Tensor3D, Tensor3D];
    const recurrent = weights[parameter] as Tensor2D;
    const { value, gradient } = penalty({ byPreactivations, byStatesDirectly, recurrent });
    observe.penalty(name, value);
    const { start } = network.parameters[parameter]!;
    for (const [index, entry] of gradient.dataSync<"float32">().entries())
      updater.gradient[start + index] = updater.gradient[start + index]! + entry;
  }

  /** What is measured each k steps, on a batch of its own, so that nothing that the training draws changes by it. */
  function reportDetail(points: Points): void {
    const { probes, step } = context;
    if (!probes.isDue("saturation") && !probes.isDue("curvature")) return;
    const { inputs, targets } = model.drawBatch(config.batchSize, randomStream(seed, `probes/${step}`));
    if (probes.isDue("saturation"))
      model.apply(weightsOf(network), inputs, observeSaturation(points, network.name));
    if (!probes.isDue("curvature")) return;
    const loss = (weights: readonly Tensor[]): Scalar =>
      tf.mean(model.losses(model.apply(weights, inputs), targets));
    const random = randomStream(seed, `probes/curvature/${step}`);
    points.set(`curvature/${network.name}`, curvature(network, loss, random));
  }

  return {
    step: (points) =>
      tf.tidy(() => {
        const batch = model.drawBatch(batchSizeAt(config, context.step), data);
        const weights = weightsOf(network);
        const observer: Observer = {
          outputs: (outputs) =>
            stopwatch.time(() => model.judge(points, outputs.dataSync<"float32">(), batch.targets)),
          penalty: (name, value) => stopwatch.time(() => points.set(`penalty/${name}`, value.dataSync()[0]!)),
        };
        const trace =
          recurrentPenalty && model.recurrent && zeroTrace(model.recurrent.statesShape(batch.inputs));
        const { loss, gradients } = differentiate(
          network,
          weights,
          () => lossOf(weights, batch, observer, trace),
          updater.gradient,
          trace ? [trace.preactivations, trace.states] : [],
        );
        if (trace) penalizeRecurrence(weights, gradients, observer);
        updater.apply();
        updater.report(points, loss);
        stopwatch.time(() => reportDetail(points));
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
