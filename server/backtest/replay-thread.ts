import { Worker } from "node:worker_threads";
import { type ErrorCode, GradiometerError } from "../../db/contract/errors";
import { distFile } from "../../db/package-root";
import type { DetectorId } from "../../diagnostics/detectors/registry";
import type { ComparedRun, ThresholdValues } from "./compared-run";

export interface ReplayRequest {
  number: number;
  runIds: readonly string[];
  detector: DetectorId;
  before: ThresholdValues;
  after: ThresholdValues;
}

export type ReplayAnswer = { number: number } & (
  | { result: ComparedRun[] }
  | { refused: { code: ErrorCode; message: string } }
  | { failed: string }
);

/** The thread, and the points that it keeps in memory, are given up after a while without a request. */
const idleMs = 120_000;

interface Waiting {
  resolve(result: ComparedRun[]): void;
  reject(error: Error): void;
}

/** One thread of a data folder that replays runs; started by the first request and again after a failure. */
class ReplayThread {
  readonly #home: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(home: string) {
    this.#home = home;
  }

  replay(request: Omit<ReplayRequest, "number">): Promise<ComparedRun[]> {
    clearTimeout(this.#idle);
    const worker = this.#start();
    const number = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      worker.postMessage({ ...request, number } satisfies ReplayRequest);
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(distFile("server/backtest/thread.js"), { workerData: { home: this.#home } });
    // A server that is told to stop does not wait for it.
    worker.unref();
    worker.on("message", (answer: ReplayAnswer) => this.#settle(answer));
    worker.on("error", (error) => this.#giveUp(error));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: ReplayAnswer): void {
    const waiting = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if ("result" in answer) waiting?.resolve(answer.result);
    else if ("refused" in answer)
      waiting?.reject(new GradiometerError(answer.refused.code, answer.refused.message));
    else waiting?.reject(new Error(answer.failed));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => {
      void this.#worker?.terminate();
      this.#worker = undefined;
    }, idleMs).unref();
  }

  #giveUp(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const threads = new Map<string, ReplayThread>();

/** Runs of a data folder under two settings of a detector. Rejects with "not-found" and "too-large". */
export function replayInThread(home: string, request: Omit<ReplayRequest, "number">): Promise<ComparedRun[]> {
  const thread = threads.get(home) ?? new ReplayThread(home);
  threads.set(home, thread);
  return thread.replay(request);
}
