import type { Network } from "../networks/network";
import type { GradientNorms } from "../probes/gradient-norm";
import type { Random } from "../random";
import type { StateRegistry } from "../state/state-registry";
import type { Scalar, Tensor, Tensor2D, Tensor3D } from "../tensorflow";

/**
 * Changes a gradient in place, between its computation and the optimizer. `before`: its norms as it comes, which were
 * measured anyway. Returns the norms after where they follow from these; else they are measured again.
 */
export type GradientClip = (gradient: Float32Array, before: GradientNorms) => GradientNorms | undefined;

/** Makes a clip for one network, which keeps in `state` what it remembers from update to update. */
export type ClipOf = (network: Network, state: StateRegistry) => GradientClip;

/** Shrinks a network's weights in place, before an update with that learning rate. */
export type Decay = (network: Network, learningRate: number) => void;

/** Changes weights in place, after their update. */
export type WeightConstraint = (weights: Float32Array) => void;

/** A network's weights as they are used, in the place of those that are trained. */
export interface WeightNormalization {
  /** Follows the weights as they are now; before each update of whatever network uses them. */
  refresh(): void;
  /** As many tensors, in the same order; differentiable by the given ones. */
  apply(weights: readonly Tensor[]): readonly Tensor[];
}
export type NormalizationOf = (network: Network, random: Random, state: StateRegistry) => WeightNormalization;

/** What is done to samples, [batch, ...], before a discriminator sees them; differentiable. */
export type SampleTransform = (samples: Tensor, random: Random) => Tensor;

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

/** Gradients of a loss within a vanilla recurrent net h_t = f(x_t), x_t = a_t + h_(t-1) W, as numbers. */
export interface RecurrentErrors {
  /** dL/dx_t, through all later steps, [time, batch, hidden]. */
  byPreactivations: Tensor3D;
  /** What of dL/dh_t does not go through later steps, [time, batch, hidden]. */
  byStatesDirectly: Tensor3D;
  /** W, [hidden, hidden]. */
  recurrent: Tensor2D;
}

/** A term of a recurrent net's loss, its coefficient included, with the gradient by W that counts. */
export type RecurrentPenalty = (errors: RecurrentErrors) => { value: Scalar; gradient: Tensor2D };

/**
 * A term of the generator's loss, its coefficient included, from features that the digit classifier sees in real digits
 * and in a batch of generated ones, [count, features] each.
 */
export type PerceptualLoss = (real: Tensor2D, fake: Tensor2D) => Scalar;

/** A term of the generator's loss from features of real and generated samples, [batch, ...]. */
export type FeatureLoss = (real: Tensor, fake: Tensor) => Scalar;
