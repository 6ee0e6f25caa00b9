import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { ImportJob } from "../../db/contract/import-job";
import { distFile } from "../../db/package-root";
import { newId } from "../../db/store/new-id";
import { HttpRefusal } from "../front-door/http-refusal";
import type { FromThread, ThreadData } from "./messages";

/** At once: they share one disk and one writer. */
const mostRunning = 2;
/** Of those that ended: what a page may still ask for. */
const mostKept = 100;

export interface ImportJobs {
  /** `onEnd` is called however it ends. */
  start(path: string, options: { source: string; name?: string | undefined; onEnd?: () => void }): ImportJob;
  find(id: string): ImportJob | undefined;
  stop(): Promise<void>;
}

/** Imports that pages asked for, a thread each. What was committed stays where one is stopped, and asking again goes on. */
export function createImportJobs(home: string, log: Logger): ImportJobs {
  const jobs = new Map<string, ImportJob>();
  const workers = new Set<Worker>();

  function follow(job: ImportJob, worker: Worker, onEnd: () => void): void {
    const fail = (message: string) => {
      job.state = "failed";
      job.message = message;
    };
    worker.on("message", (message: FromThread) => {
      if (message.kind === "batch") {
        job.bytes += message.batch.bytes;
        job.points += message.batch.points;
        job.totalBytes = message.batch.totalBytes;
      } else if (message.kind === "refused") fail(message.message);
      else finish(job, message.runs);
    });
    worker.on("error", (error) => {
      log.error({ err: error }, "an import failed");
      fail("The server failed at this import; its log says why.");
    });
    worker.on("exit", () => {
      workers.delete(worker);
      if (job.state === "running") fail("The server was stopped; import it again to go on.");
      onEnd();
    });
  }

  return {
    start(path, { source, name, onEnd = () => {} }) {
      if (workers.size >= mostRunning)
        throw new HttpRefusal(429, `${mostRunning} imports are running; wait until one of them ends.`);
      const job: ImportJob = {
        id: newId(),
        state: "running",
        source,
        bytes: 0,
        totalBytes: 0,
        points: 0,
        message: null,
        runs: [],
      };
      const workerData: ThreadData = { home, request: { paths: [path], name } };
      const worker = new Worker(distFile("server/import/thread.js"), { workerData });
      workers.add(worker);
      follow(job, worker, onEnd);
      jobs.set(job.id, job);
      for (const id of jobs.keys()) if (jobs.size > mostKept) jobs.delete(id);
      return job;
    },
    find: (id) => jobs.get(id),
    stop: async () => {
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}

function finish(job: ImportJob, runs: Extract<FromThread, { kind: "done" }>["runs"]): void {
  const found = runs.filter(({ isThere }) => isThere);
  const unread = runs.flatMap((run) => (run.unread ? [run.unread.message] : []));
  job.runs = found.map(({ runId, name, points, remarks }) => ({ runId, name, points, remarks }));
  job.message = unread.join(" ") || null;
  if (found.length > 0) {
    job.state = "done";
    return;
  }
  job.state = "failed";
  job.message ??= `No points in ${job.source}: expected numbers by step, got none that can be read. ${runs.flatMap(({ remarks }) => remarks).join(" ")}`;
}
