import type { Network } from "../networks/network";
import type { GradientNorms } from "../probes/gradient-norm";
import type { Random } from "../random";
import type { Scalar, Tensor } from "../tensorflow";

/**
 * Changes a network's gradient in place, between its computation and the optimizer. `before`: its norms as it comes,
 * which were measured anyway. Returns the norms after where they follow from these; else they are measured again.
 */
export type GradientClip = (
  gradient: Float32Array,
  network: Network,
  before: GradientNorms,
) => GradientNorms | undefined;

/** Changes weights in place, after their update. */
export type WeightConstraint = (weights: Float32Array) => void;

/** What a penalty on a discriminator sees: it may differentiate `discriminate` by its input. */
export interface DiscriminatorBatch {
  discriminate: (samples: Tensor) => Tensor;
  /** Real and generated samples, equally many. */
  real: Tensor;
  fake: Tensor;
  /** The run's stream for penalties. */
  random: Random;
}

/** A term of the discriminator's loss, its coefficient included. */
export type DiscriminatorPenalty = (batch: DiscriminatorBatch) => Scalar;

/** A term of a supervised loss: `losses` maps an input to the loss of each example, [batch]. */
export type InputPenalty = (
  losses: (input: Tensor) => Tensor,
  input: Tensor,
) => { losses: Tensor; penalty: Scalar };
