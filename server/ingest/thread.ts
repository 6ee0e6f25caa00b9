import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { openServerLog } from "../log";
import { commitRequests } from "./commit-requests";
import type { FromThread, IngestRequest, ThreadData, ToThread } from "./messages";

/**
 * The recorder thread: the only writer of events that come over HTTP. What arrives while one commit is made is in the
 * next, so that many clients share its price. It reads the bodies too, so that a large one never delays a page.
 */
const { home } = workerData as ThreadData;
/** A commit is as long as those who wait for it like: it takes no more than this at once. */
const mostBytes = 32 * 2 ** 20;

const port = parentPort!;
const log = openServerLog(home).child({ part: "recorder" });
const db = openDatabase(databaseFile(home));

function stop(): void {
  db.close();
  port.close();
}

port.on("message", (first: ToThread) => {
  if (first === "stop") return stop();
  const requests: IngestRequest[] = [first];
  let bytes = first.body.byteLength;
  let stopAfter = false;
  while (bytes < mostBytes && !stopAfter) {
    const next = receiveMessageOnPort(port) as { message: ToThread } | undefined;
    if (!next) break;
    if (next.message === "stop") stopAfter = true;
    else {
      requests.push(next.message);
      bytes += next.message.body.byteLength;
    }
  }
  port.postMessage(commitRequests({ db, home, log }, requests) satisfies FromThread);
  if (stopAfter) stop();
});
