import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { heartbeat } from "../../db/store/runs/runs";
import type { FromThread, ThreadData, ToThread } from "./messages";
import { emptyParcel } from "./parcel-builder";
import { createParcelQueue, isTemporary, messageOf } from "./parcel-queue";
import { createSender } from "./send-parcel";
import { watchSteps } from "./step-watch";
import { storeParcel } from "./store-parcel";

/** The recording thread of a trainer: stores its parcels, gives signs of life and listens for a request to stop. */
const heartbeatEveryMs = 1000;
/** A server hears at least so often from a run, and answers whether a person asked for something. */
const silenceMs = 2000;

const run = workerData as ThreadData;
const port = parentPort!;
const post = (message: FromThread) => port.postMessage(message);
const db = openDatabase(databaseFile(run.home));
const watch = run.watch && watchSteps(run.watch.pulse, run.watch.stepSeconds, endStuckRun);
const beat = setInterval(() => {
  sendHeartbeat();
  if (remote && !queue.hasEnded && Date.now() - heardAt >= silenceMs) queue.beat();
  watch?.tick(heartbeatEveryMs);
}, heartbeatEveryMs);
let isStuck = false;
let heardAt = 0;
const { remote } = run;
const queue = createParcelQueue({
  store: remote
    ? createSender(db, { ...run, remote }, (receipt) => {
        heardAt = Date.now();
        takeRequests(receipt);
      })
    : (seq, parcel) => storeParcel(db, run, seq, parcel),
  post,
  onDrained: finish,
  now: Date.now,
  schedule: setTimeout,
});

port.on("message", (message: ToThread) => {
  if (message.kind === "parcel") queue.add(message.parcel);
  else queue.close();
});

function takeRequests(asked: { cancelRequested: boolean; continueRequested: boolean }): void {
  if (asked.cancelRequested) post({ kind: "cancel" });
  if (asked.continueRequested) post({ kind: "continue" });
}

function sendHeartbeat(): void {
  try {
    const { owned, ...requests } = heartbeat(db, run.runId, run.attempt);
    takeRequests(requests);
    if (!owned && !queue.hasEnded)
      endRecording(new Error(`Run "${run.runId}" ended or was taken over by another trainer`));
  } catch (error) {
    // A full disk takes no heartbeat either; the queue waits for it, and says so.
    if (!isTemporary(error)) endRecording(error);
  }
}

/** The training thread will not say it itself: it never comes back, and this process ends without it. */
function endStuckRun(message: string, step: number): void {
  isStuck = true;
  const wallTimeMs = Date.now();
  queue.add({
    ...emptyParcel(),
    log: [{ wallTimeMs, level: "error", text: message }],
    status: { status: "crashed", wallTimeMs, message, ...(step > 0 && { step }) },
  });
  queue.close();
}

function endRecording(error: unknown): void {
  post({ kind: "failed", message: messageOf(error) });
  finish();
}

function finish(): void {
  clearInterval(beat);
  db.close();
  port.close();
  // A batch on its way, or the wait before the next try, would keep the thread alive.
  if (remote && !isStuck) setImmediate(() => process.exit());
  if (isStuck) process.kill(process.pid, "SIGKILL");
}
