import { RunConfig } from "../../db/contract/run-config";
import { dataHome } from "../../db/home";
import { writeCheckpoint } from "../../db/store/checkpoints/checkpoint-files";
import { median } from "../../diagnostics/statistics/summary";
import { chooseBackend } from "../../trainer/backend/choose";
import { encodeCheckpoint } from "../../trainer/checkpoints/codec";
import { createContext } from "../../trainer/context";
import { tf } from "../../trainer/tensorflow";
import { createWorkload } from "../../trainer/workloads";
import type { Benchmark } from "./benchmark";
import { type MeasuredBackend, onBackends } from "./on-backends";
import { lastJson, runBenchProcess } from "./run-process";
import { temporaryHome } from "./temporary-home";
import { warmUpSteps } from "./training-lengths";

const rounds = 20;

type Workload = "ring-gan" | "mnist-gan";
/** Steps between two checkpoints: enough to time. */
const stepsARound = { "ring-gan": 10, "mnist-gan": 2 };

/**
 * The process `checkpoints`: prints the share of a run's time that its checkpoints take at the default, one each 200 steps:
 * copying the state, which training waits for, and encoding, hashing and flushing it to the disk, which the recording thread
 * does beside it. Both are counted, as though there were one core. Steps and checkpoints take turns, so that both see the same
 * machine.
 */
export async function runCheckpointsChild([backend, workload, seed]: string[]): Promise<void> {
  await chooseBackend(tf, { requested: backend as MeasuredBackend, home: dataHome() });
  const config = RunConfig.parse({ workload, seed: Number(seed) });
  const context = createContext(config);
  const steps = stepsARound[workload as Workload];
  const trained = createWorkload(config, context);
  const train = (count: number) => {
    for (let made = 0; made < count; made += 1) {
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
      stepMs: timed(() => train(steps)) / steps,
      checkpointMs: timed(save),
    }));
    const stepMs = median(times.map(({ stepMs }) => stepMs));
    const checkpointMs = median(times.map(({ checkpointMs }) => checkpointMs));
    const share = (100 * checkpointMs) / (checkpointMs + config.checkpoints.every * stepMs);
    process.stdout.write(`${JSON.stringify({ share })}\n`);
  } finally {
    remove();
  }
}

const share = (workload: Workload) => (backend: MeasuredBackend) => ({
  unit: "% of a run",
  repeats: workload === "ring-gan" ? 3 : 1,
  ours: async (seed: number) =>
    lastJson<{ share: number }>(await runBenchProcess(["checkpoints", backend, workload, String(seed)]))
      .share,
});

export const checkpointShares: Benchmark[] = [
  ...onBackends("checkpoint-share", share("ring-gan")),
  ...onBackends("checkpoint-share-mnist-gan", share("mnist-gan")),
];

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
