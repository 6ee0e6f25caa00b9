import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import type { LogLine } from "../../db/contract/events";
import { databaseFile } from "../../db/home";
import { heartbeat } from "../../db/store/runs";
import type { FromThread, Parcel, ThreadData, ToThread } from "./messages";
import { storeParcel } from "./store-parcel";

const defaults = {
  heartbeatEveryMs: 1000,
  firstRetryMs: 250,
  /** A disk that was freed is noticed soon; a database that stays locked is not hammered. */
  longestRetryMs: 5000,
};

/**
 * The recording thread of a trainer: stores parcels in the order they came, each once, and sends signs of life.
 * A store that is full or locked is tried again until it takes the parcel; anything else ends the recording.
 */
const run = workerData as ThreadData;
const port = parentPort!;
const queue: Parcel[] = [];
/** The thread's own log lines, sent along with the next parcel. */
const notices: LogLine[] = [];
let seq = 0;
let retryMs = defaults.firstRetryMs;
let waitingSince: number | undefined;
let retry: NodeJS.Timeout | undefined;
let isClosing = false;
/** The run's last status is stored: it is no longer running, and rightly so. */
let hasEnded = false;

const db = openDatabase(databaseFile(run.home));
const beat = setInterval(sendHeartbeat, defaults.heartbeatEveryMs);

port.on("message", (message: ToThread) => {
  if (message.kind === "parcel") queue.push(message.parcel);
  else isClosing = true;
  if (!retry) storeQueue();
});

function storeQueue(): void {
  retry = undefined;
  for (let parcel = queue[0]; parcel; parcel = queue[0]) {
    try {
      storeParcel(db, run, seq + 1, { ...parcel, log: [...notices, ...parcel.log] });
    } catch (error) {
      if (isTemporary(error)) waitAfter(error);
      else fail(error);
      return;
    }
    seq += 1;
    queue.shift();
    notices.length = 0;
    hasEnded ||= parcel.status !== undefined;
    post({ kind: "stored" });
    if (waitingSince !== undefined) resume(waitingSince);
  }
  if (isClosing) finish();
}

/** Nothing is stored of a parcel that failed, so the same one is tried again, later and later. */
function waitAfter(error: unknown): void {
  if (waitingSince === undefined) {
    waitingSince = Date.now();
    const text = `Training waits: ${messageOf(error)}`;
    notices.push({ wallTimeMs: waitingSince, level: "warning", text });
    post({ kind: "waiting", reason: messageOf(error) });
  }
  retry = setTimeout(storeQueue, retryMs);
  retryMs = Math.min(2 * retryMs, defaults.longestRetryMs);
}

function resume(since: number): void {
  const now = Date.now();
  const text = `Recording goes on after ${((now - since) / 1000).toFixed(1)} s; nothing was lost`;
  notices.push({ wallTimeMs: now, level: "info", text });
  waitingSince = undefined;
  retryMs = defaults.firstRetryMs;
  post({ kind: "resumed" });
}

function sendHeartbeat(): void {
  try {
    const { owned, cancelRequested } = heartbeat(db, run.runId, run.attempt);
    if (cancelRequested) post({ kind: "cancel" });
    if (!owned && !hasEnded) fail(new Error(`Run "${run.runId}" ended or was taken over by another trainer`));
  } catch (error) {
    if (!isTemporary(error)) fail(error);
  }
}

function isTemporary(error: unknown): boolean {
  return error instanceof GradiometerError && (error.code === "storage-full" || error.code === "unavailable");
}

function fail(error: unknown): void {
  post({ kind: "failed", message: messageOf(error) });
  finish();
}

function finish(): void {
  clearInterval(beat);
  clearTimeout(retry);
  db.close();
  port.close();
}

function post(message: FromThread): void {
  port.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
