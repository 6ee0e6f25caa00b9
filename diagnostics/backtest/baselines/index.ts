import type { Baseline } from "./baseline";
import { lightningSpike } from "./lightning-spike";
import { llmFoundryKiller } from "./llm-foundry-killer";
import { olmoSixSigma } from "./olmo-six-sigma";
import { sageMakerDebugger } from "./sagemaker-debugger";
import { wandbZScore } from "./wandb-z-score";

/** Rules of other programs, built in to compare with and for nothing else. */
export const baselines: readonly Baseline[] = [
  sageMakerDebugger,
  wandbZScore,
  lightningSpike,
  olmoSixSigma,
  llmFoundryKiller,
];
