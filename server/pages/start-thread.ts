import { once } from "node:events";
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { distFile } from "../../db/package-root";
import { HttpRefusal, refusalOf } from "../front-door/http-refusal";
import { respondRefusal } from "../front-door/respond";
import type { Pages } from "./load-next";
import type { FromPages, PagesData } from "./messages";

const restartDelayMs = 1_000;

/** Starts the pages' thread and hands requests on to it; one that dies is replaced. Resolves when it can serve. */
export async function startPagesThread(data: PagesData, log: Logger): Promise<Pages> {
  const agent = new Agent({ keepAlive: true });
  let worker: Worker;
  let address: string | undefined;
  let stopped = false;
  let restart: NodeJS.Timeout | undefined;

  /** Resolves when it serves; rejects where it ends before. */
  function start(): Promise<void> {
    worker = new Worker(distFile("server/pages/thread.js"), { workerData: data });
    return new Promise((resolve, reject) => {
      worker.once("message", (ready: FromPages) => {
        address = ready.address;
        resolve();
      });
      worker.once("error", (error) => {
        log.error({ err: error }, "the pages' thread failed");
        reject(error);
      });
      worker.once("exit", () => {
        address = undefined;
        if (!stopped) restart = setTimeout(() => void start().catch(() => {}), restartDelayMs);
      });
    });
  }

  try {
    await start();
  } catch (error) {
    stopped = true;
    clearTimeout(restart);
    throw error;
  }
  return {
    handle(req, res) {
      if (address === undefined) throw notNow();
      return handOn(req, res, { agent, socketPath: address });
    },
    close: async () => {
      stopped = true;
      clearTimeout(restart);
      agent.destroy();
      if (worker.threadId === -1) return;
      const exited = once(worker, "exit");
      worker.postMessage("stop");
      await exited;
    },
  };
}

/** Sends the request to the thread and its answer back. The front door let it in and set its own headers. */
function handOn(
  req: IncomingMessage,
  res: ServerResponse,
  to: { agent: Agent; socketPath: string },
): Promise<void> {
  return new Promise((resolve) => {
    const { method = "GET", url = "/", headers } = req;
    const asked = request({ ...to, method, path: url, headers }, (answer) => {
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined && !hopByHop.has(name)) res.setHeader(name, value);
      res.writeHead(answer.statusCode ?? 502);
      answer.pipe(res);
    });
    asked.once("error", () => {
      respondRefusal(req, res, refusalOf(notNow()) as HttpRefusal);
      resolve();
    });
    res.once("close", () => {
      asked.destroy();
      resolve();
    });
    asked.end();
  });
}

/** Of one connection only, not of the answer. */
const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding"]);

const notNow = () =>
  new HttpRefusal(503, "The pages are starting again; reload in a moment.", { "retry-after": "1" });
