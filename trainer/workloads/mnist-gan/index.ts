import type { MnistGanConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import type { Workload } from "../workload";
import { digitGan } from "./digit-gan";

/** A small convolutional GAN on MNIST's digits. */
export function mnistGan(config: MnistGanConfig, context: TrainingContext): Workload {
  return digitGan(config, context);
}
