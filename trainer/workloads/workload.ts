import type { Network } from "../networks/network";
import type { Points } from "../probes/points";
import type { Drawing } from "../samples/drawing";
import type { Scalar, Tensor } from "../tensorflow";

/** A model, its data and objective, ready to train. */
export interface Workload {
  /** Makes one training step and adds what was measured to `points`. False when a loss was not finite. */
  step(points: Points): boolean;
  /** Judges what was learned, by samples or held-out examples; a picture or a text where the samples are such. */
  sample?(points: Points): Drawing | string | undefined;
  /** Losses that hold a gradient, for the self-test before the first step; empty without a penalty. */
  penalizedLosses(): PenalizedLoss[];
}

/** A loss as a function of one network's weights, on a few examples, the same at every call. */
export interface PenalizedLoss {
  network: Network;
  loss: (weights: readonly Tensor[]) => Scalar;
}
