import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { inSnapshot } from "../../db/transaction";
import { diagnose } from "../../diagnostics/diagnosis/diagnose";
import { readStoredRun } from "../backtest/read-stored-runs";

/** One diagnosis that a page asked for, in a thread of its own: a long run takes seconds to replay. */
const { home, runId } = workerData as { home: string; runId: string };

const db = openDatabase(databaseFile(home), { readonly: true });
const run = inSnapshot(db, () => readStoredRun(db, runId, "then"));
db.close();
parentPort?.postMessage(diagnose(run.series, run));
