import type { Benchmark } from "./benchmark";
import { trainBare } from "./train-bare";
import { trainOurs } from "./train-ours";
import { trainedSteps } from "./training-lengths";

/** Ring-gan without a stabilizer, recorded with all probes, against the same networks trained bare. */
export const ringGanSteps: Benchmark = {
  name: "ring-gan-steps",
  unit: "steps/s",
  peerIs: "stock tfjs, bare",
  repeats: 5,
  ours: async (seed) =>
    (await trainOurs({ workload: "ring-gan", seed, steps: trainedSteps, onNonFinite: "continue" }))
      .stepsPerSecond,
  peer: () => trainBare("ring-gan"),
};

/** The same with WGAN-GP: a second-order gradient in every critic update. */
export const ringGanPenaltySteps: Benchmark = {
  name: "ring-gan-penalty-steps",
  unit: "steps/s",
  peerIs: "stock tfjs, bare",
  repeats: 3,
  ours: async (seed) =>
    (
      await trainOurs({
        workload: "ring-gan",
        seed,
        steps: trainedSteps,
        interventions: [{ name: "wgan-gp", coefficient: 1 }],
        onNonFinite: "continue",
      })
    ).stepsPerSecond,
  peer: () => trainBare("ring-gan", true),
};
