import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { distFile } from "../../db/package-root";
import type { BodyFormat, FromThread, IngestAnswer, ThreadData, ToThread } from "./messages";

const restartDelayMs = 1_000;
/** A body is read into a hundred small lists, which are garbage a commit later: room for those of several commits. */
const resourceLimits = { maxYoungGenerationSizeMb: 32 };

export interface Recorder {
  /** Resolves once the batch is committed, or refused. The body's buffer is given away. */
  record(body: ArrayBuffer, format: BodyFormat): Promise<IngestAnswer>;
  /** Commits what was given and ends. */
  stop(): Promise<void>;
}

/** Keeps the recorder thread running. One that dies is replaced; what it had not acknowledged is answered with 503. */
export function startRecorder(home: string, log: Logger): Recorder {
  const waiting = new Map<number, (answer: IngestAnswer) => void>();
  let lastId = 0;
  let stopped = false;
  let worker: Worker | undefined;
  let restart: NodeJS.Timeout | undefined;

  function start(): void {
    const workerData: ThreadData = { home };
    worker = new Worker(distFile("server/ingest/thread.js"), { workerData, resourceLimits });
    worker.on("message", (answers: FromThread) => {
      for (const answer of answers) {
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
      }
    });
    worker.on("error", (error) => log.error({ err: error }, "the recorder thread failed"));
    worker.on("exit", () => {
      worker = undefined;
      for (const [id, answer] of waiting) answer(notNow(id));
      waiting.clear();
      if (!stopped) restart = setTimeout(start, restartDelayMs);
    });
  }
  start();
  return {
    record(body, format) {
      const id = ++lastId;
      if (!worker || stopped) return Promise.resolve(notNow(id));
      const request: ToThread = { id, body, format, arrivedAt: Date.now() };
      worker.postMessage(request, [body]);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(restart);
      if (!worker) return;
      const exited = once(worker, "exit");
      worker.postMessage("stop" satisfies ToThread);
      await exited;
    },
  };
}

/** Whether an unacknowledged batch was stored, only its retry can tell. */
function notNow(id: number): IngestAnswer {
  const message = "The server is not recording just now; send the same batch again in a second";
  return { id, status: 503, body: JSON.stringify({ error: { status: 503, message } }), retryAfterSeconds: 1 };
}
