import type { Benchmark } from "./benchmark";
import { trainOurs } from "./train-ours";
import { trainedSteps } from "./training-lengths";

/** Share of a ring-gan step spent measuring: the workload with the smallest step, so the largest share. */
export const probeShare: Benchmark = {
  name: "probe-share",
  unit: "% of a step",
  repeats: 3,
  ours: async (seed) =>
    100 *
    (await trainOurs({ workload: "ring-gan", seed, steps: trainedSteps, onNonFinite: "continue" }))
      .probeShare,
};
