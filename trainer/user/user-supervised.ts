import { closest } from "../../db/contract/closest";
import type { UserSupervisedConfig } from "../../db/contract/run-config";
import type { TrainingContext } from "../context";
import { DetachedLossError } from "../gradients/differentiate";
import type { BuiltNetwork } from "../networks/build";
import { accuracyOf } from "../probes/accuracy";
import type { Points } from "../probes/points";
import type { Random } from "../random";
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensorflow";
import { crossEntropies } from "../workloads/supervised/cross-entropy";
import type { Batch } from "../workloads/supervised/supervised-model";
import { trainSupervised } from "../workloads/supervised/train-supervised";
import type { Workload } from "../workloads/workload";
import type { Examples, SupervisedDefinition } from "./definition";
import { addFigures, addOwn } from "./figures";
import type { ModuleSetup } from "./setup";
import { expectLabels, expectNetwork, expectParts, expectShape } from "./shapes";
import type { UserCode } from "./user-code";

/** A network with one loss from a module's parts. */
export function userSupervised(
  config: UserSupervisedConfig,
  { create }: SupervisedDefinition,
  { setup }: ModuleSetup,
  code: UserCode,
  context: TrainingContext,
): Workload {
  const parts = create(setup);
  expectParts(parts, ["draw"], create, code);
  const { network: built, loss } = parts;
  expectNetwork("the network", built, "model", {}, create, code);
  if (loss !== "cross-entropy" && loss !== "squared-error" && typeof loss !== "function") {
    const near = closest(String(loss), ["cross-entropy", "squared-error"]);
    code.refuse(
      create,
      `expected loss to be "cross-entropy", "squared-error" or a function, got "${loss}"${near ? `; did you mean "${near}"?` : ""}`,
    );
  }
  const { inputShape } = built as Partial<BuiltNetwork>;
  const isClassifier = loss === "cross-entropy";
  /** Of the outputs made last: they are judged as plain numbers. */
  let outputShape: number[] = [];
  /** The step being made, and what `judge` returned of it: recorded once all that the run records itself is there. */
  let step: { points: Points; figures?: unknown } | undefined;
  /** What drew the batch at hand, to be named where it is wrong. */
  let drawnBy: unknown = parts.draw;

  function batchOf(examples: Examples, draw: unknown, count: number | undefined): Batch<Tensor> {
    const { inputs, targets } = examples ?? {};
    drawnBy = draw;
    const batch = count ?? (inputs?.shape?.[0] as number);
    if (inputShape) expectShape("inputs", inputs, [batch, ...inputShape], draw, code);
    expectShape("targets", targets, [batch, ...(targets?.shape?.slice(1) ?? [])], draw, code);
    return { inputs, targets };
  }

  function lossesOf(outputs: Tensor, targets: Tensor): Tensor {
    if (loss === "cross-entropy") return crossEntropies(outputs, { oneHot: oneHot(targets, outputs) });
    if (loss === "squared-error") {
      expectShape("targets", targets, outputs.shape, drawnBy, code);
      return tf.mean(
        tf.square(tf.sub(outputs, targets)),
        outputs.shape.slice(1).map((_, axis) => axis + 1),
      );
    }
    const losses = loss(outputs, targets);
    expectShape("the loss of each example", losses, [outputs.shape[0]!], loss, code);
    return losses;
  }

  function oneHot(targets: Tensor, outputs: Tensor): Tensor2D {
    if (targets.rank === 2) {
      expectShape("one-hot targets", targets, outputs.shape, drawnBy, code);
      return targets as Tensor2D;
    }
    const classes = outputs.shape.at(-1)!;
    expectShape("labels", targets, [outputs.shape[0]!], drawnBy, code);
    expectLabels(targets, classes, drawnBy, code);
    return tf.cast(tf.oneHot(tf.cast(targets as Tensor1D, "int32"), classes), "float32") as Tensor2D;
  }

  const training = trainSupervised<Tensor>(
    config,
    {
      network: built.network,
      apply(weights, inputs, observe) {
        const outputs = built.apply(weights, inputs, observe);
        outputShape = outputs.shape;
        return outputs;
      },
      drawBatch: (count, random) => batchOf(parts.draw(count, random), parts.draw, count),
      losses: lossesOf,
      judge(points, outputs, targets) {
        if (isClassifier) {
          const labels = targets.rank === 2 ? tf.argMax(targets, 1) : targets;
          points.set("accuracy", accuracyOf(outputs, Int32Array.from(labels.dataSync())));
        }
        if (!parts.judge) return;
        const figures = parts.judge(tf.tensor(outputs, outputShape), targets);
        if (step?.points === points) step.figures = figures;
        else addFigures(points, figures, parts.judge, code);
      },
      ...(parts.drawHeldOut && {
        drawHeldOut: (random: Random) => batchOf(parts.drawHeldOut!(random), parts.drawHeldOut, undefined),
      }),
    },
    context,
  );

  function stepNaming(culprit: unknown, points: Points): boolean {
    try {
      step = { points };
      const isSound = training.step(points);
      if (parts.judge) addFigures(points, step.figures, parts.judge, code);
      return isSound;
    } catch (error) {
      if (error instanceof DetachedLossError) code.refuse(culprit, error.message);
      throw error;
    }
  }

  return {
    penalizedLosses: training.penalizedLosses,
    step(points) {
      const isSound = stepNaming(typeof loss === "function" ? loss : create, points);
      const outcome = points.get("outcome") ?? points.get("loss/model");
      if (outcome !== undefined) points.set("outcome", outcome);
      return isSound;
    },
    ...(parts.drawHeldOut && {
      sample(points) {
        const heldOut: Points = new Map();
        training.evaluate(heldOut);
        addOwn(points, heldOut, parts.judge ?? create, code);
        return undefined;
      },
    }),
  };
}
