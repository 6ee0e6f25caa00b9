import type { NetworkObserver } from "../../networks/build";
import type { Network } from "../../networks/network";
import type { Random } from "../../random";
import type { Tensor, Tensor2D } from "../../tensorflow";

/** Two networks and the data they play over. `apply` functions take weights as made by `weightsOf`. */
export interface GanModel {
  generator: Network;
  discriminator: Network;
  /** Dimensions of the noise. */
  latent: number;
  /** Shape of one sample. */
  sampleShape: number[];
  /** [batch, latent] -> [batch, ...sampleShape]. */
  generate(weights: readonly Tensor[], noise: Tensor2D, observe?: NetworkObserver): Tensor;
  /** [batch, ...sampleShape] -> [batch, 1]; the observer sees at least the last hidden layer. */
  discriminate(weights: readonly Tensor[], samples: Tensor, observe?: NetworkObserver): Tensor;
  /** Layers of the discriminator whose output for one sample depends on the others in the batch; none by default. */
  tiesExamples?: readonly string[];
  /** A network like the discriminator with initial weights of its own. */
  anotherDiscriminator(random: Random): Network;
  /** Writes real samples into `target`, as many as fit. */
  drawReals(target: Float32Array, random: Random): void;
  /** The same from data that are never trained on; undefined where every batch is new. */
  drawHeldOut?(target: Float32Array, random: Random): void;
}
