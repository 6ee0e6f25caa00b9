import type { NetworkObserver } from "../../networks/build";
import type { Network } from "../../networks/network";
import type { Random } from "../../random";
import type { Tensor, Tensor2D, Tensor4D } from "../../tensorflow";

/** Classes that the samples of a model belong to; the generator is told one and the discriminator has to name it. */
export interface Conditional {
  classes: number;
  /** Of the class loss beside the adversarial one, in both networks. */
  weight: number;
}

/** Two networks and the data they play over. `apply` functions take weights as made by `weightsOf`. */
export interface GanModel {
  generator: Network;
  discriminator: Network;
  conditional?: Conditional;
  /** Numbers that the generator starts from: noise and, of a conditional model, the class as a one-hot vector last. */
  latent: number;
  /** Shape of one sample; of a model that grows, at the step being made. */
  sampleShape: readonly number[] | (() => readonly number[]);
  /** Of a model that grows: a step for each form that its networks take, for the self-test of all. */
  stepOfEachForm?: readonly number[];
  /** [batch, latent] -> [batch, ...sampleShape]. */
  generate(weights: readonly Tensor[], noise: Tensor2D, observe?: NetworkObserver): Tensor;
  /**
   * [batch, ...sampleShape] -> [batch, 1]; the observer sees at least the last hidden layer, and of a conditional model
   * "output", [batch, 1 + classes]: the score and the class logits.
   */
  discriminate(weights: readonly Tensor[], samples: Tensor, observe?: NetworkObserver): Tensor;
  /** Layers of the discriminator whose output for one sample depends on the others in the batch; none by default. */
  tiesExamples?: readonly string[];
  /** A network like the discriminator with initial weights of its own. */
  anotherDiscriminator(random: Random): Network;
  /** Of a model whose samples are digits: how the classifier of digits, [batch, 28, 28, 1], sees samples and real ones. */
  digits?: {
    of(samples: Tensor): Tensor4D;
    draw(target: Float32Array, random: Random): void;
  };
  /** Writes real samples into `target`, as many as fit, and of a conditional model their classes into `classes`. */
  drawReals(target: Float32Array, random: Random, classes?: Int32Array): void;
  /** The same from data that are never trained on; undefined where every batch is new. */
  drawHeldOut?(target: Float32Array, random: Random): void;
}

/** Shape of one sample at the step being made. */
export function shapeOf({ sampleShape }: Pick<GanModel, "sampleShape">): number[] {
  return [...(typeof sampleShape === "function" ? sampleShape() : sampleShape)];
}

/** Numbers that make up one sample at the step being made. */
export function sizeOf(model: Pick<GanModel, "sampleShape">): number {
  return shapeOf(model).reduce((product, extent) => product * extent, 1);
}
