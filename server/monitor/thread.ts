import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { openServerLog } from "../log";
import { createMonitor } from "./follow-runs";

/**
 * The monitor's own thread: judging a long run never delays a page. It has its own connection and
 * talks to nobody but the database.
 */
const { home } = workerData as { home: string };
const pollMs = 200;

const log = openServerLog(home).child({ part: "monitor" });
const db = openDatabase(databaseFile(home));
const monitor = createMonitor(db, log);
let timer: NodeJS.Timeout | undefined;

function round(): void {
  const more = monitor.round();
  timer = setTimeout(round, more ? 0 : pollMs);
}

parentPort?.once("message", () => {
  clearTimeout(timer);
  db.close();
  parentPort?.close();
});
round();
