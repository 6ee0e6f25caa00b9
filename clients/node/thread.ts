import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { GradiometerError } from "../../db/contract/errors";
import type { IngestBatchInput } from "../../db/contract/ingest";
import { type Destination, destinationOf } from "./destination";
import {
  cells,
  counter,
  type FromThread,
  type Parcel,
  parcels,
  type ThreadData,
  type ToThread,
} from "./messages";
import { TryAgain } from "./post-batch";
import { createParcelReader } from "./read-parcels";

/** The recording thread of a program's run: turns its parcels into batches and sees that each is committed, in order. */
const retry = { firstMs: 250, longestMs: 5_000 };
/** A sign of life where there is nothing else to say; it also brings a person's request to stop. */
const silenceMs = 5_000;
/** How long a full slot waits for the next one: a commit of few steps costs about as much as one of many. */
const gatherMs = 250;

const { run, place, resume, about, rows, counters: counterBuffer, port } = workerData as ThreadData;
const counters = new Int32Array(counterBuffer);
const reader = createParcelReader();
const waiting: Parcel[] = [];
const post = (message: FromThread) => port.postMessage(message);
let destination: Destination;
let attempt = 1;
let seq = 0;
let isBusy = true;
/** Parcels that are read and not committed. */
let gathered = 0;
let gatherTimer: NodeJS.Timeout | undefined;
let mustClose = false;

async function open(): Promise<void> {
  destination = destinationOf(place);
  const cursor = await untilItDoes("opening the run", () => destination.cursor(run));
  if (cursor && !resume)
    throw new GradiometerError(
      "conflict",
      `Run "${run}" is there already; give this one another id, or go on with that one by resume: true`,
    );
  attempt = (cursor?.attempt ?? 0) + 1;
  await commit({ ...about, series: {} });
  post({ kind: "opened", attempt, lastStep: cursor?.lastStep ?? null });
  await storeWaiting();
}

async function commit(batch: Omit<IngestBatchInput, "run" | "attempt" | "seq">): Promise<void> {
  seq++;
  const { cancelRequested } = await untilItDoes("recording", () =>
    destination.store({ run, attempt, seq, ...batch }),
  );
  if (cancelRequested) post({ kind: "cancel" });
  beat.refresh();
}

/** Tries again what may work later: nothing is lost, and the program waits once it is far ahead. */
async function untilItDoes<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  let since: number | undefined;
  for (let waitMs = retry.firstMs; ; waitMs = Math.min(2 * waitMs, retry.longestMs)) {
    try {
      const result = await work();
      if (since !== undefined) say(`${what} goes on after ${((Date.now() - since) / 1000).toFixed(1)} s`);
      return result;
    } catch (error) {
      if (!isTemporary(error)) throw error;
      if (since === undefined) say(`${what} waits: ${(error as Error).message}`);
      since ??= Date.now();
      await delay(Math.max(waitMs, error instanceof TryAgain ? error.afterMs : 0));
    }
  }
}

const isTemporary = (error: unknown) =>
  error instanceof GradiometerError && (error.code === "storage-full" || error.code === "unavailable");

/** Not by process.stderr, which the program's thread writes for us: it may be waiting for this one. */
const say = (text: string) => writeSync(2, `Run "${run}": ${text}\n`);

/**
 * Reads what has come, which frees its slots, and commits it: what the program has handed over without need at once, a
 * full slot with those that follow it, as many as a batch holds.
 */
async function storeWaiting(isDue = false): Promise<void> {
  isBusy = true;
  clearTimeout(gatherTimer);
  do {
    let mustCommit = isDue;
    for (const parcel of waiting.splice(0, destination.mostParcels - gathered)) {
      const slot = Atomics.load(counters, counter.read) % parcels;
      reader.read(parcel, new Float64Array(rows, slot * cells * Float64Array.BYTES_PER_ELEMENT, cells));
      count(counter.read, 1);
      gathered++;
      mustCommit ||= !parcel.isFull;
    }
    if (gathered > 0 && (mustCommit || gathered === destination.mostParcels)) await commitGathered();
  } while (waiting.length > 0);
  isBusy = false;
  if (gathered > 0) gatherTimer = setTimeout(() => storeWaiting(true).catch(fail), gatherMs);
  else if (mustClose) end();
}

async function commitGathered(): Promise<void> {
  const { series, about: said } = reader.take();
  await commit({ ...said, series });
  count(counter.stored, gathered);
  gathered = 0;
  post({ kind: "stored" });
}

function count(which: number, by: number): void {
  Atomics.add(counters, which, by);
  Atomics.notify(counters, which);
}

const fail = (error: unknown) => {
  const { message } = error as Error;
  const code = error instanceof GradiometerError ? error.code : "unavailable";
  post({ kind: "failed", code, message });
  Atomics.store(counters, counter.failed, 1);
  for (const which of Object.values(counter)) Atomics.notify(counters, which);
  end();
};

function end(): void {
  clearInterval(beat);
  destination?.close();
  port.close();
}

const beat = setInterval(() => {
  if (isBusy || gathered > 0) return;
  isBusy = true;
  commit({ series: {} })
    .then(() => storeWaiting())
    .catch(fail);
}, silenceMs);

port.on("message", (message: ToThread) => {
  if (message === "close") mustClose = true;
  else waiting.push(message);
  if (!isBusy) storeWaiting().catch(fail);
});
open().catch(fail);
