import type { MnistAcganConfig } from "../../../db/contract/run-config";
import { digits } from "../../classifier/network";
import type { TrainingContext } from "../../context";
import { digitGan } from "../mnist-gan/digit-gan";
import type { Workload } from "../workload";

/**
 * The auxiliary-classifier GAN on MNIST: the generator is told which digit to make, as a one-hot vector after its noise,
 * and the discriminator names the digit beside telling real from generated. Both minimize the class loss besides their
 * own (gan/class-loss.ts).
 * Source: Odena, Olah & Shlens 2017.
 */
export function mnistAcgan(config: MnistAcganConfig, context: TrainingContext): Workload {
  return digitGan(config, context, { classes: digits, weight: config.classWeight });
}
