import type { ProbePreset } from "../../db/contract/config/probes";
import type { Benchmark } from "./benchmark";
import { trainOurs } from "./train-ours";
import { warmUpSteps } from "./training-lengths";

/** Two periods of the costly probes, and a last step, which measures everything once more and is left out. */
const steps = warmUpSteps + 201;

const share = (name: string, workload: "ring-gan" | "mnist-gan", preset: ProbePreset): Benchmark => ({
  name,
  unit: "% of a step",
  repeats: workload === "ring-gan" ? 3 : 1,
  ours: async (seed) =>
    100 *
    (await trainOurs({ workload, seed, steps, onNonFinite: "continue", probes: { preset } })).probeShare,
});

/** Share of a step spent measuring. Ring-gan's step is the smallest of all workloads, so its share the largest. */
export const probeShares: Benchmark[] = [
  share("probe-share", "ring-gan", "standard"),
  share("probe-share-economy", "ring-gan", "economy"),
  share("probe-share-full", "ring-gan", "full"),
  share("probe-share-mnist-gan", "mnist-gan", "standard"),
  share("probe-share-mnist-gan-economy", "mnist-gan", "economy"),
  share("probe-share-mnist-gan-full", "mnist-gan", "full"),
];
