import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import { databaseFile } from "../../db/home";
import { importPaths } from "./import-paths";
import type { FromThread, ThreadData } from "./messages";

/** One import that a page asked for, in a thread of its own: reading files never delays a page. The monitor judges. */
const { home, request } = workerData as ThreadData;
const tell = (message: FromThread) => parentPort?.postMessage(message);

const db = openDatabase(databaseFile(home));
try {
  const steps = importPaths({ db, home }, request);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      tell({ kind: "done", runs: step.value });
      break;
    }
    tell({ kind: "batch", batch: step.value });
  }
} catch (error) {
  if (!(error instanceof GradiometerError)) throw error;
  tell({ kind: "refused", message: error.message });
} finally {
  db.close();
}
