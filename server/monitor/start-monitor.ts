import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { distFile } from "../../db/package-root";

const restartDelayMs = 1_000;

export interface RunningMonitor {
  stop(): Promise<void>;
}

/** Keeps the monitor thread running; one that dies is replaced and judges again from stored points. */
export function startMonitor(home: string, log: Logger): RunningMonitor {
  let stopped = false;
  let worker: Worker;
  let restart: NodeJS.Timeout | undefined;

  function start(): void {
    worker = new Worker(distFile("server/monitor/thread.js"), { workerData: { home } });
    worker.on("error", (error) => log.error({ err: error }, "the monitor thread failed"));
    worker.on("exit", () => {
      if (!stopped) restart = setTimeout(start, restartDelayMs);
    });
  }
  start();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(restart);
      if (worker.threadId === -1) return;
      const exited = once(worker, "exit");
      worker.postMessage("stop");
      await exited;
    },
  };
}
