import { tmpdir } from "node:os";
import { RunConfig } from "../../db/contract/run-config";
import { writeCheckpoint } from "../../db/store/checkpoint-files";
import { median } from "../../diagnostics/statistics/summary";
import { chooseBackend } from "../../trainer/backend/choose";
import { encodeCheckpoint } from "../../trainer/checkpoints/codec";
import { createContext } from "../../trainer/context";
import { tf } from "../../trainer/tensorflow";
import { createWorkload } from "../../trainer/workloads";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";
import { warmUpSteps } from "./training-lengths";

const rounds = 20;

/**
 * Share of a run's time that its checkpoints take at the default, one each 200 steps: copying the state, which
 * training waits for, and encoding, hashing and flushing it to the disk, which the recording thread does beside it. Both
 * are counted, as though there were one core. Steps and checkpoints take turns, so that both see the same machine.
 */
const share = (name: string, workload: "ring-gan" | "mnist-gan", stepsARound: number): Benchmark => ({
  name,
  unit: "% of a run",
  repeats: workload === "ring-gan" ? 3 : 1,
  async ours(seed) {
    await chooseBackend(tf, { requested: "wasm", home: tmpdir() });
    const config = RunConfig.parse({ workload, seed });
    const context = createContext(config);
    const trained = createWorkload(config, context);
    const train = (steps: number) => {
      for (let made = 0; made < steps; made += 1) {
        context.step += 1;
        trained.step(new Map());
      }
    };
    const { home, remove } = temporaryHome();
    const save = () => {
      // The clone is what sending it to the thread makes.
      const snapshot = structuredClone(context.state.snapshot());
      const head = { runId: "bench", step: context.step, configHash: "", codeVersion: "" };
      writeCheckpoint(home, encodeCheckpoint({ ...head, snapshot }));
    };
    try {
      train(warmUpSteps);
      save();
      const times = Array.from({ length: rounds }, () => ({
        stepMs: timed(() => train(stepsARound)) / stepsARound,
        checkpointMs: timed(save),
      }));
      const stepMs = median(times.map(({ stepMs }) => stepMs));
      const checkpointMs = median(times.map(({ checkpointMs }) => checkpointMs));
      return (100 * checkpointMs) / (checkpointMs + config.checkpoints.every * stepMs);
    } finally {
      remove();
    }
  },
});

export const checkpointShares: Benchmark[] = [
  share("checkpoint-share", "ring-gan", 10),
  share("checkpoint-share-mnist-gan", "mnist-gan", 2),
];

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
