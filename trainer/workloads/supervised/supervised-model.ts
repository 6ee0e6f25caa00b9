import type { NetworkObserver } from "../../networks/build";
import type { Network } from "../../networks/network";
import type { Points } from "../../probes/points";
import type { Random } from "../../random";
import type { Tensor } from "../../tensorflow";

/** Examples, and what is to be said of each. Its tensors belong to the `tf.tidy` in which it was drawn. */
export interface Batch<Targets> {
  /** In whatever layout `apply` takes; a penalty differentiates by it. */
  inputs: Tensor;
  targets: Targets;
}

/** A network, its data and what a wrong answer costs. `apply` takes weights as made by `weightsOf`. */
export interface SupervisedModel<Targets> {
  network: Network;
  drawBatch(count: number, random: Random): Batch<Targets>;
  /** Outputs of all examples. They must not depend on each other where a penalty acts. */
  apply(weights: readonly Tensor[], inputs: Tensor, observe?: NetworkObserver): Tensor;
  /** Where the network is a vanilla recurrent net that adds its observer's trace. */
  recurrent?: {
    /** Index of the recurrent matrix among the network's parameters. */
    parameter: number;
    /** [time, batch, hidden] for these inputs. */
    statesShape(inputs: Tensor): [number, number, number];
  };
  /** Loss of each example, [batch]; the network minimizes their mean. */
  losses(outputs: Tensor, targets: Targets): Tensor;
  /** Adds figures such as "accuracy" of these outputs, read back. */
  judge(points: Points, outputs: Float32Array, targets: Targets): void;
  /** Examples that are never trained on, drawn alike at each call; undefined where every batch is new. */
  drawHeldOut?(random: Random): Batch<Targets>;
}
