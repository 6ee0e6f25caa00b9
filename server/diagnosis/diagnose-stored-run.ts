import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { distFile } from "../../db/package-root";
import { judgingKey } from "../../db/store/judging/judged-by";
import { listSeries } from "../../db/store/series/series";
import type { Diagnosis } from "../../diagnostics/diagnosis/diagnose";
import type { ServerContext } from "../context";

/** Of as many runs the last diagnosis is kept: a page asks for each episode of a run by itself. */
const mostKept = 8;
const kept = new Map<string, { state: string; diagnosis: Promise<Diagnosis> }>();

/** A stored run judged anew, as it stands; asked again before it has more points or is judged by something else, the same diagnosis. */
export function diagnoseStoredRun({ db, home }: ServerContext, runId: string): Promise<Diagnosis> {
  const points = listSeries(db, runId).reduce((sum, { count }) => sum + count, 0);
  const state = `${points} ${judgingKey(db, runId)}`;
  const known = kept.get(runId);
  if (known?.state === state) return known.diagnosis;
  const diagnosis = inThread({ home, runId });
  kept.delete(runId);
  kept.set(runId, { state, diagnosis });
  for (const id of kept.keys()) if (kept.size > mostKept) kept.delete(id);
  diagnosis.catch(() => kept.delete(runId));
  return diagnosis;
}

async function inThread(workerData: { home: string; runId: string }): Promise<Diagnosis> {
  const worker = new Worker(distFile("server/diagnosis/thread.js"), { workerData });
  // Rejects with the thread's error where there is one.
  const [diagnosis] = await once(worker, "message");
  return diagnosis as Diagnosis;
}
