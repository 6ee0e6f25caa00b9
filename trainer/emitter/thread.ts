import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { heartbeat } from "../../db/store/runs";
import type { FromThread, ThreadData, ToThread } from "./messages";
import { createParcelQueue, isTemporary, messageOf } from "./parcel-queue";
import { storeParcel } from "./store-parcel";

/** The recording thread of a trainer: stores its parcels, gives signs of life and listens for a request to stop. */
const heartbeatEveryMs = 1000;

const run = workerData as ThreadData;
const port = parentPort!;
const post = (message: FromThread) => port.postMessage(message);
const db = openDatabase(databaseFile(run.home));
const beat = setInterval(sendHeartbeat, heartbeatEveryMs);
const queue = createParcelQueue({
  store: (seq, parcel) => storeParcel(db, run, seq, parcel),
  post,
  onDrained: finish,
  now: Date.now,
  schedule: setTimeout,
});

port.on("message", (message: ToThread) => {
  if (message.kind === "parcel") queue.add(message.parcel);
  else queue.close();
});

function sendHeartbeat(): void {
  try {
    const { owned, cancelRequested, continueRequested } = heartbeat(db, run.runId, run.attempt);
    if (cancelRequested) post({ kind: "cancel" });
    if (continueRequested) post({ kind: "continue" });
    if (!owned && !queue.hasEnded)
      endRecording(new Error(`Run "${run.runId}" ended or was taken over by another trainer`));
  } catch (error) {
    // A full disk takes no heartbeat either; the queue waits for it, and says so.
    if (!isTemporary(error)) endRecording(error);
  }
}

function endRecording(error: unknown): void {
  post({ kind: "failed", message: messageOf(error) });
  finish();
}

function finish(): void {
  clearInterval(beat);
  db.close();
  port.close();
}
