import type { ProbePreset } from "../../db/contract/config/probes";
import type { Benchmark } from "./benchmark";
import { type MeasuredBackend, onBackends } from "./on-backends";
import { trainOurs } from "./train-ours";
import { warmUpSteps } from "./training-lengths";

/** Two periods of the costly probes, and a last step, which measures everything once more and is left out. */
const steps = warmUpSteps + 201;

const share = (workload: "ring-gan" | "mnist-gan", preset: ProbePreset) => (backend: MeasuredBackend) => ({
  unit: "% of a step",
  repeats: 3,
  ours: async (seed: number) => {
    const config = { workload, seed, steps, onNonFinite: "continue" as const, probes: { preset } };
    return 100 * (await trainOurs(config, backend)).probeShare;
  },
});

/** Share of a step spent measuring. Ring-gan's step is the smallest of all workloads, so its share the largest. */
export const probeShares: Benchmark[] = [
  ...onBackends("probe-share", share("ring-gan", "standard")),
  { name: "probe-share-economy", ...share("ring-gan", "economy")("wasm") },
  { name: "probe-share-full", ...share("ring-gan", "full")("wasm") },
  ...onBackends("probe-share-mnist-gan", share("mnist-gan", "standard")),
  { name: "probe-share-mnist-gan-economy", ...share("mnist-gan", "economy")("wasm") },
  { name: "probe-share-mnist-gan-full", ...share("mnist-gan", "full")("wasm") },
];
