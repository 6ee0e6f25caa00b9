import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import { databaseFile } from "../../db/home";
import { comparedRun } from "./compared-run";
import type { ReplayAnswer, ReplayRequest } from "./replay-thread";
import { RunCache } from "./run-cache";

/** Replays what the backtest page asks for, one request after another, beside the server's own thread. */
const { home } = workerData as { home: string };
const runs = new RunCache(openDatabase(databaseFile(home), { readonly: true }));

parentPort?.on("message", (request: ReplayRequest) => parentPort?.postMessage(answer(request)));

function answer({ number, runIds, detector, before, after }: ReplayRequest): ReplayAnswer {
  try {
    const result = runs
      .load(runIds)
      .map((run) =>
        comparedRun(run, detector, runs.judge(run, detector, before), runs.judge(run, detector, after)),
      );
    return { number, result };
  } catch (error) {
    if (error instanceof GradiometerError)
      return { number, refused: { code: error.code, message: error.message } };
    return { number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
