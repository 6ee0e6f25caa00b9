import type { Scalar, Tensor } from "../tensorflow";

/** The losses of a GAN as functions of the discriminator's outputs, any shape; both are minimized. */
export interface Objective {
  discriminatorLoss(realScores: Tensor, fakeScores: Tensor): Scalar;
  generatorLoss(fakeScores: Tensor): Scalar;
}
