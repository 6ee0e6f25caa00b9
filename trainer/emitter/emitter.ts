import { Worker } from "node:worker_threads";
import { GradiometerError } from "../../db/contract/errors";
import type { Environment, LogLine, StatusChange } from "../../db/contract/events";
import { distFile } from "../../db/package-root";
import type { NewCheckpoint } from "../checkpoints/checkpoints";
import type { NewGuardAction } from "../guardrails";
import type { Points } from "../probes/points";
import type { Drawing } from "../samples/drawing";
import type { FromThread, ThreadData, ToThread } from "./messages";
import { createParcelBuilder } from "./parcel-builder";
import { showPulse } from "./pulse";

const defaults = {
  /** Four times a second is as live as a page looks, and cheap: one transaction each. */
  flushEveryMs: 250,
  /** Parcels under way before training waits: two seconds' worth, with pictures a few megabytes. */
  mostUnderWay: 8,
};

/**
 * Records a run. Events are collected on the training thread and stored by a thread of its own, in order and
 * without loss: while the store takes none (a full disk, a long lock), training waits rather than drop any.
 */
export interface Emitter {
  points(step: number, points: Points): void;
  log(level: LogLine["level"], text: string): void;
  picture(step: number, name: string, drawing: Drawing): void;
  checkpoint(checkpoint: NewCheckpoint): void;
  guardAction(action: NewGuardAction): void;
  /** The run has gone back to its state after this step: what comes replaces what it emitted since. */
  retreat(toStep: number): void;
  environment(environment: Environment): void;
  status(change: Omit<StatusChange, "wallTimeMs">): void;
  /**
   * To be awaited between steps: lets messages and signals in, flushes when it is time, and waits while too much
   * is under way. True when it flushed. Throws when recording is over.
   */
  breathe(): Promise<boolean>;
  /** Records the run as paused and waits until a person lets it continue, or `signal` aborts. */
  pause(at: { step: number; message: string }, signal: AbortSignal): Promise<void>;
  /** Flushes and waits until everything is stored. `patienceMs` bounds the wait for a store that takes nothing. */
  close(patienceMs?: number): Promise<void>;
}

export function createEmitter(
  run: ThreadData,
  events: {
    onCancel(): void;
    onPaused?(reason: string): void;
    onWaiting?(reason: string): void;
    onResumed?(): void;
  },
): Emitter {
  const thread = new Worker(distFile("trainer/emitter/thread.js"), { workerData: run });
  const builder = createParcelBuilder(Date.now);
  const pulse = run.watch && showPulse(run.watch.pulse);
  let underWay = 0;
  let failure: GradiometerError | undefined;
  let isClosing = false;
  let isPaused = false;
  let lastFlush = performance.now();
  let wake: () => void = () => {};

  thread.on("message", (message: FromThread) => {
    if (message.kind === "stored") underWay -= 1;
    else if (message.kind === "cancel") events.onCancel();
    else if (message.kind === "continue") isPaused = false;
    else if (message.kind === "waiting") events.onWaiting?.(message.reason);
    else if (message.kind === "resumed") events.onResumed?.();
    else failure = new GradiometerError("unavailable", message.message);
    wake();
  });
  thread.on("error", (cause) => {
    failure = new GradiometerError("unavailable", `The recording thread failed: ${cause.message}`, { cause });
    wake();
  });
  const exited = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  void exited.then(() => {
    if (!isClosing)
      failure ??= new GradiometerError("unavailable", "The recording thread ended unexpectedly");
    wake();
  });

  function flush(): boolean {
    lastFlush = performance.now();
    if (builder.isEmpty) return false;
    const { parcel, buffers } = builder.take();
    underWay += 1;
    thread.postMessage({ kind: "parcel", parcel } satisfies ToThread, buffers);
    return true;
  }

  return {
    points(step, points) {
      builder.points(step, points);
      pulse?.recorded(step);
    },
    log: (level, text) => builder.log({ wallTimeMs: Date.now(), level, text: text.slice(0, 10_000) }),
    picture: (step, name, drawing) => builder.picture({ step, wallTimeMs: Date.now(), name, drawing }),
    checkpoint: (checkpoint) => builder.checkpoint({ ...checkpoint, wallTimeMs: Date.now() }),
    guardAction: (action) => builder.guardAction({ ...action, wallTimeMs: Date.now() }),
    retreat(toStep) {
      // What led to it is stored before it is replaced: log lines stay, and the monitor may see it.
      flush();
      builder.retreat(toStep);
    },
    environment: builder.environment,
    status: (change) => builder.status({ ...change, wallTimeMs: Date.now() }),
    async breathe() {
      pulse?.waits(true);
      const isDue = performance.now() - lastFlush >= defaults.flushEveryMs;
      const flushed = isDue && flush();
      await new Promise((resolve) => setImmediate(resolve));
      while (underWay >= defaults.mostUnderWay && !failure)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (failure) throw failure;
      pulse?.waits(false);
      return flushed;
    },
    async pause(at, signal) {
      const stopWaiting = () => wake();
      signal.addEventListener("abort", stopWaiting);
      pulse?.waits(true);
      isPaused = true;
      events.onPaused?.(at.message);
      builder.status({ ...at, status: "paused", wallTimeMs: Date.now() });
      flush();
      while (isPaused && !signal.aborted && !failure)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      signal.removeEventListener("abort", stopWaiting);
      if (failure) throw failure;
      if (signal.aborted) return;
      builder.status({ status: "running", wallTimeMs: Date.now() });
      flush();
      pulse?.waits(false);
    },
    async close(patienceMs) {
      pulse?.waits(true);
      flush();
      isClosing = true;
      thread.postMessage({ kind: "close" } satisfies ToThread);
      const timeout = Symbol("timeout");
      const timer = patienceMs === undefined ? [] : [delay(patienceMs, timeout)];
      const outcome = await Promise.race([exited, ...timer]);
      if (outcome === timeout) {
        await thread.terminate();
        failure ??= new GradiometerError(
          "unavailable",
          `The store took no events for ${(patienceMs ?? 0) / 1000} s after the run ended: its last steps are not recorded`,
        );
      }
      if (failure) throw failure;
    },
  };
}

function delay<Value>(ms: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(resolve, ms, value).unref());
}
