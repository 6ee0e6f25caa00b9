import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { settleInbox } from "../../db/store/ingest/inbox";
import { openServerLog } from "../log";
import { recurring } from "../recurring";
import { commitRequests } from "./commit-requests";
import type { FromThread, IngestRequest, ThreadData, ToThread } from "./messages";
import { createPace } from "./pace";

/**
 * The recorder thread: the only writer of events that come over HTTP. What arrives while one commit is made is in the
 * next, so that many clients share its price. It reads the bodies too, so that a large one never delays a page.
 */
const { home } = workerData as ThreadData;
/** Bytes of bodies that one turn takes at once: those who wait for its answers wait for all of it. */
const mostBytes = 16 * 2 ** 20;
/** After a disk that was full, say. */
const retryMs = 1_000;

const port = parentPort!;
const log = openServerLog(home).child({ part: "recorder" });
const db = openDatabase(databaseFile(home));
const pace = createPace();
let timer: NodeJS.Timeout | undefined;

const settle = recurring(
  log,
  "putting points into their series",
  () => {
    settleInbox(db);
    pace.settled();
    return true;
  },
  false,
);

/** Points that wait are put away when it is time, or sooner where they are many or no more come. */
function settleInTime(): void {
  clearTimeout(timer);
  const dueInMs = pace.dueInMs(performance.now());
  if (dueInMs === 0) settleNow();
  else if (dueInMs !== undefined) timer = setTimeout(settleInTime, dueInMs);
}

function settleNow(): void {
  if (!settle()) timer = setTimeout(settleNow, retryMs);
}

function stop(): void {
  clearTimeout(timer);
  settle();
  db.close();
  port.close();
}

/** The messages that have come so far, this one first. */
function takeWaiting(first: IngestRequest): { requests: IngestRequest[]; isLast: boolean } {
  const requests = [first];
  let bytes = first.body.byteLength;
  while (bytes < mostBytes) {
    const next = receiveMessageOnPort(port) as { message: ToThread } | undefined;
    if (!next) break;
    if (next.message === "stop") return { requests, isLast: true };
    requests.push(next.message);
    bytes += next.message.body.byteLength;
  }
  return { requests, isLast: false };
}

port.on("message", (message: ToThread) => {
  if (message === "stop") return stop();
  const { requests, isLast } = takeWaiting(message);
  port.postMessage(commitRequests({ db, home, log, pace }, requests) satisfies FromThread);
  if (isLast) stop();
  else settleInTime();
});

// What a server that was killed had committed and not put away.
settleNow();
