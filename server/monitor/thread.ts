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
/** A round costs by the series more than by their points: where many are recorded at once, fewer rounds judge as much. */
const restPerRound = 4;

const log = openServerLog(home).child({ part: "monitor" });
const db = openDatabase(databaseFile(home));
const monitor = createMonitor(db, log);
let timer: NodeJS.Timeout | undefined;

function round(): void {
  const startedAt = performance.now();
  const more = monitor.round();
  const tookMs = performance.now() - startedAt;
  timer = setTimeout(round, more ? 0 : Math.max(pollMs, restPerRound * tookMs));
}

parentPort?.once("message", () => {
  clearTimeout(timer);
  db.close();
  parentPort?.close();
});
round();
