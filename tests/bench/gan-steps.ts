import type { RunConfigInput } from "../../db/contract/run-config";
import type { Benchmark } from "./benchmark";
import { trainBare } from "./train-bare";
import { trainOurs } from "./train-ours";
import { trainedSteps } from "./training-lengths";

const peerIs = "stock tfjs, bare";

function stepsPerSecond(workload: "ring-gan" | "mnist-gan", more: Partial<RunConfigInput> = {}) {
  return async (seed: number) => {
    const run = { workload, seed, steps: trainedSteps, onNonFinite: "continue", ...more } as RunConfigInput;
    return (await trainOurs(run)).stepsPerSecond;
  };
}

/** Training steps a second, recorded with all probes, against the same networks trained bare. */
export const ganSteps: Benchmark[] = [
  {
    name: "ring-gan-steps",
    unit: "steps/s",
    peerIs,
    repeats: 5,
    ours: stepsPerSecond("ring-gan"),
    peer: () => trainBare("ring-gan"),
  },
  {
    name: "ring-gan-penalty-steps",
    unit: "steps/s",
    peerIs,
    repeats: 3,
    ours: stepsPerSecond("ring-gan", { interventions: [{ name: "wgan-gp", coefficient: 1 }] }),
    peer: () => trainBare("ring-gan", true),
  },
  {
    name: "mnist-gan-steps",
    unit: "steps/s",
    peerIs,
    repeats: 3,
    ours: stepsPerSecond("mnist-gan"),
    peer: () => trainBare("mnist-gan"),
  },
  {
    name: "mnist-gan-penalty-steps",
    unit: "steps/s",
    peerIs,
    repeats: 3,
    ours: stepsPerSecond("mnist-gan", {
      objective: "wasserstein",
      interventions: [{ name: "wgan-gp", coefficient: 10 }],
    }),
    peer: () => trainBare("mnist-gan", true),
  },
];
