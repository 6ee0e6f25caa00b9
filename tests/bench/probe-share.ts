import type { Benchmark } from "./benchmark";
import { trainOurs } from "./train-ours";
import { trainedSteps } from "./training-lengths";

const shareOf = (workload: "ring-gan" | "mnist-gan") => async (seed: number) =>
  100 * (await trainOurs({ workload, seed, steps: trainedSteps, onNonFinite: "continue" })).probeShare;

/** Share of a step spent measuring. Ring-gan's step is the smallest of all workloads, so its share the largest. */
export const probeShares: Benchmark[] = [
  { name: "probe-share", unit: "% of a step", repeats: 3, ours: shareOf("ring-gan") },
  { name: "probe-share-mnist-gan", unit: "% of a step", repeats: 1, ours: shareOf("mnist-gan") },
];
