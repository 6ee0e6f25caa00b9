import type { Scalar, Tensor } from "../tensorflow";

/** The losses of a GAN as functions of the discriminator's outputs, any shape; both are minimized. */
export interface Objective {
  /** `realTarget`: what is to be said of a real sample in place of 1, where samples are labelled at all. */
  discriminatorLoss(realScores: Tensor, fakeScores: Tensor, realTarget?: number): Scalar;
  generatorLoss(fakeScores: Tensor): Scalar;
  /** The score above which a sample counts as taken for real; null for a critic, whose scores have no such place. */
  boundary: number | null;
}
