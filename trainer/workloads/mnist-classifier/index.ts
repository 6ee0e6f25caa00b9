import type { ArchitectureInput } from "../../../db/contract/architecture";
import type { MnistClassifierConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { buildNetwork, mlp, type Shape } from "../../networks/build";
import { classifyDigits, digits, pixels } from "../digits/classify-digits";
import { side } from "../mnist-gan/mnist";
import type { Workload } from "../workload";

/** A small network that tells MNIST's digits apart. */
export function mnistClassifier(config: MnistClassifierConfig, context: TrainingContext): Workload {
  const [inputShape, architecture] = networks[config.network](config);
  const network = buildNetwork("model", inputShape, architecture, context.random("init/model"));
  return classifyDigits(config, network, context);
}

const networks: Record<
  MnistClassifierConfig["network"],
  (config: MnistClassifierConfig) => [Shape, ArchitectureInput]
> = {
  /** 28 x 28 x 1 -> 14 x 14 x c -> 7 x 7 x 2c -> hidden -> 10. */
  conv: ({ channels, hidden }) => [
    [side, side, 1],
    {
      initialization: { name: "he-normal" },
      layers: [
        { kind: "conv", filters: channels, size: 5, stride: 2, activation: "relu" },
        { kind: "conv", filters: 2 * channels, size: 5, stride: 2, activation: "relu" },
        { kind: "flatten" },
        { kind: "dense", units: hidden, activation: "relu" },
        { kind: "dense", units: digits },
      ],
    },
  ],
  mlp: ({ hidden }) => [
    [pixels],
    { initialization: { name: "he-normal" }, ...mlp([hidden, hidden], digits) },
  ],
};
