import type { ArchitectureInput, LayerInput } from "../../../db/contract/architecture";
import type { DeepMlpConfig } from "../../../db/contract/run-config";
import type { TrainingContext } from "../../context";
import { buildNetwork } from "../../networks/build";
import { classifyDigits, digits, pixels } from "../digits/classify-digits";
import type { Workload } from "../workload";

/**
 * A deep network on MNIST's digits, whose gradient does in depth what its activation and its initial weights make it do
 * (Glorot & Bengio 2010, Schoenholz et al. 2017): vanish, explode or, with residual connections (He et al. 2016), stay.
 */
export function deepMlp(config: DeepMlpConfig, context: TrainingContext): Workload {
  const network = buildNetwork("model", [pixels], architectureOf(config), context.random("init/model"));
  return classifyDigits(config, network, context);
}

function architectureOf(config: DeepMlpConfig): ArchitectureInput {
  const { depth, width, activation, normalization, residual, initialization } = config;
  const hidden: LayerInput = { kind: "dense", units: width, activation, normalization };
  // The first layer's output differs from its input in shape: a shortcut around it would be a layer of its own.
  const deeper: LayerInput = residual ? { kind: "residual", layers: [hidden] } : hidden;
  return {
    initialization,
    layers: [hidden, ...Array.from({ length: depth - 1 }, () => deeper), { kind: "dense", units: digits }],
  };
}
