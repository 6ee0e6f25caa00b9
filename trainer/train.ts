import { guardActionText } from "../db/contract/guardrail-text";
import type { RunConfig } from "../db/contract/run-config";
import { workloads } from "../db/contract/workloads";
import { createCheckpoints, type TakenSnapshot } from "./checkpoints/checkpoints";
import { createContext } from "./context";
import type { DataSource } from "./data-source";
import type { Emitter } from "./emitter/emitter";
import { createGuardrails } from "./guardrails";
import type { Points } from "./probes/points";
import { createProtocol } from "./protocol";
import { testSecondOrder } from "./self-test";
import type { RunState } from "./state/state-registry";
import { loadWorkload } from "./workloads";

export interface TrainingEnd {
  status: "finished" | "diverged" | "cancelled";
  /** The last step that was made; 0 when none was. */
  step: number;
  /** Why it ended before its last step, where neither a person nor a loss that is not finite ended it. */
  message?: string;
}

export interface TrainOptions {
  config: RunConfig;
  emitter: Pick<
    Emitter,
    "points" | "picture" | "checkpoint" | "guardAction" | "retreat" | "log" | "breathe" | "pause"
  >;
  /** Where training goes on: after which step, and how its state is put back. From the first step without it. */
  start?: {
    step: number;
    restore(state: RunState): string[];
    /** The run's snapshots from before; with its first step in another run, none of them is its origin. */
    earlier?: readonly TakenSnapshot[];
    isFork?: boolean;
  };
  /** The last step to make, where that is not the config's. */
  until?: number;
  /** Wait at no guardrail's pause. */
  unattended?: boolean;
  /** Told what the run trains on, before the first step. */
  onData?(data: DataSource): void;
  /** Asks the loop to stop after the step at hand. */
  signal: AbortSignal;
  /** Called at each flush with the points of the step just made. */
  onFlush?(step: number, points: Points): void;
}

/** Trains a run to its last step, its first non-finite loss or the request to stop. */
export async function train(options: TrainOptions): Promise<TrainingEnd> {
  const { config, emitter, start, until = config.steps, signal, onFlush } = options;
  const context = createContext(config);
  const { stopwatch } = context;
  context.note = (text) => emitter.log("warning", text);
  const workload = await loadWorkload(config, context);
  const protocol = createProtocol(config, context);
  const checkpoints = createCheckpoints({
    settings: config.checkpoints,
    outcome: workloads[config.workload].outcome,
    context,
    store: emitter.checkpoint,
  });
  const guardrails = createGuardrails(config.guardrails, context, checkpoints);
  if (context.data) options.onData?.(context.data);
  const tested = testSecondOrder(workload);
  if (tested) emitter.log("info", tested);
  if (!start?.isFork) checkpoints.takeOrigin();
  if (start) {
    for (const line of start.restore(context.state)) emitter.log("info", line);
    context.step = start.step;
  }
  checkpoints.begin(start?.earlier);

  function drawSamples(points: Points): void {
    if (!workload.sample) return;
    const sample = stopwatch.time(() => workload.sample!(points));
    if (typeof sample === "string") emitter.log("info", `Step ${context.step} writes: ${sample}`);
    else if (sample) emitter.picture(context.step, "samples", sample);
  }

  while (context.step < Math.min(until, config.steps)) {
    if (signal.aborted) {
      checkpoints.atEnd();
      return { status: "cancelled", step: context.step };
    }
    context.step += 1;
    const { step } = context;
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
    const guarded = guardrails.afterStep(points);
    const hasRetreated = context.step < step;
    if (hasRetreated) {
      emitter.retreat(context.step);
      checkpoints.afterRetreat();
    }
    for (const action of guarded.actions) {
      emitter.guardAction(action);
      emitter.log("warning", guardActionText(action));
    }
    if (hasRetreated) {
      await emitter.breathe();
      continue;
    }
    checkpoints.afterStep(points, isSound || guarded.recovered);
    if (await emitter.breathe()) onFlush?.(step, points);
    if (guarded.stop !== undefined) return { status: "diverged", step, message: guarded.stop };
    if (guarded.pause !== undefined && !options.unattended)
      await emitter.pause({ step, message: guarded.pause }, signal);
    if (!isSound && !guarded.recovered && config.onNonFinite === "stop") return { status: "diverged", step };
    if (earlyEnd !== undefined) {
      checkpoints.atEnd();
      return { status: "finished", step, message: earlyEnd };
    }
  }
  checkpoints.atEnd();
  if (until < config.steps)
    return { status: "cancelled", step: until, message: `Ended after step ${until}, as it was asked to` };
  return { status: "finished", step: config.steps };
}

/** The first step, each k-th and the last, so that a run of any length shows where it began and ended. */
function isSampleStep(config: RunConfig, step: number): boolean {
  const every = samplesEvery(config);
  return every > 0 && (step === 1 || step % every === 0 || step === config.steps);
}

const samplesEvery = (config: RunConfig): number => ("sampleEvery" in config ? config.sampleEvery : 0);
