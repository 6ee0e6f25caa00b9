import type { RunConfig } from "../db/contract/run-config";
import { createContext } from "./context";
import type { Emitter } from "./emitter/emitter";
import type { Points } from "./probes/points";
import { createProtocol } from "./protocol";
import { testSecondOrder } from "./self-test";
import { createWorkload } from "./workloads";

export interface TrainingEnd {
  status: "finished" | "diverged" | "cancelled";
  /** The last step that was made; 0 when none was. */
  step: number;
  /** Why it ended before its last step, where neither a person nor a loss that is not finite ended it. */
  message?: string;
}

export interface TrainOptions {
  config: RunConfig;
  emitter: Pick<Emitter, "points" | "picture" | "log" | "breathe">;
  /** Asks the loop to stop after the step at hand. */
  signal: AbortSignal;
  /** Called at each flush with the points of the step just made. */
  onFlush?(step: number, points: Points): void;
}

/** Trains a run from its first step to its last, its first non-finite loss or the request to stop. */
export async function train({ config, emitter, signal, onFlush }: TrainOptions): Promise<TrainingEnd> {
  const context = createContext(config);
  const { stopwatch } = context;
  const workload = createWorkload(config, context);
  const protocol = createProtocol(config, context);
  const tested = testSecondOrder(workload);
  if (tested) emitter.log("info", tested);

  function drawSamples(points: Points): void {
    if (!workload.sample) return;
    const picture = stopwatch.time(() => workload.sample!(points));
    emitter.picture(context.step, "samples", picture);
  }

  for (let step = 1; step <= config.steps; step += 1) {
    if (signal.aborted) return { status: "cancelled", step: step - 1 };
    context.step = step;
    const startedAt = performance.now();
    const points: Points = new Map();

    const isSound = workload.step(points);
    const isSampled = isSampleStep(config, step);
    if (isSampled) drawSamples(points);
    const earlyEnd = protocol.observe(points);
    if (earlyEnd !== undefined && !isSampled && samplesEvery(config) > 0) drawSamples(points);

    points.set("probe_time", stopwatch.take());
    points.set("step_time", performance.now() - startedAt);
    emitter.points(step, points);
    if (await emitter.breathe()) onFlush?.(step, points);
    if (!isSound && config.onNonFinite === "stop") return { status: "diverged", step };
    if (earlyEnd !== undefined) return { status: "finished", step, message: earlyEnd };
  }
  return { status: "finished", step: config.steps };
}

/** The first step, each k-th and the last, so that a run of any length shows where it began and ended. */
function isSampleStep(config: RunConfig, step: number): boolean {
  const every = samplesEvery(config);
  return every > 0 && (step === 1 || step % every === 0 || step === config.steps);
}

const samplesEvery = (config: RunConfig): number => ("sampleEvery" in config ? config.sampleEvery : 0);
