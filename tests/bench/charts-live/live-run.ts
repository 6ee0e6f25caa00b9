import { openStore } from "../../../db/connection";
import { metrics } from "../../../db/contract/metrics";
import { RunConfig } from "../../../db/contract/run-config";
import type { Database } from "../../../db/database";
import { processStart } from "../../../db/process-identity";
import { appendEvents, appendValidated } from "../../../db/store/ingest/append-events";
import { claimRun, createRun } from "../../../db/store/runs/runs";

export const charts = 24;
/** Comes back as 1,969 buckets of 64 steps, each with its envelope: at most 2,000 are drawn of any series. */
const recorded = 126_000;
const perBatch = 10_500;
/** Steps that arrive with one update: a small network trains about as many a second. */
const perUpdate = 40;

/** One series for each metric, since the series of one metric share a chart. */
const names = Object.keys(metrics)
  .slice(0, charts)
  .map((metric) => `${metric}/discriminator`);

/** A run in training, with a curve of 2,000 buckets on each of its charts. */
export interface LiveRun {
  id: string;
  /** Stores the points of the next steps, as a trainer does. */
  update(): void;
  finish(): void;
}

export function startLiveRun(home: string): LiveRun {
  const db = openStore(home);
  const id = createRun(db, { config: RunConfig.parse({ workload: "ring-gan", steps: 160_000 }) });
  claimRun(db, id, { pid: process.pid, pidStartedAt: processStart() ?? null });
  let next = 0;
  let seq = 0;
  const append = (steps: number) => {
    seq += 1;
    storePoints(db, { runId: id, seq, from: next, steps });
    next += steps;
  };
  while (next < recorded) append(perBatch);
  const finish = () => {
    seq += 1;
    appendEvents(db, { runId: id, attempt: 1, seq, status: { status: "finished", wallTimeMs: Date.now() } });
    db.close();
  };
  return { id, update: () => append(perUpdate), finish };
}

interface Batch {
  runId: string;
  seq: number;
  from: number;
  steps: number;
}

function storePoints(db: Database, { runId, seq, from, steps }: Batch): void {
  const step = Array.from({ length: steps }, (_, index) => from + index);
  const wallTimeMs = step.map((at) => 1.7e12 + 10 * at);
  const series = Object.fromEntries(
    names.map((name, chart) => [name, { step, wallTimeMs, value: step.map((at) => curve(at, chart)) }]),
  );
  const nothing = { log: [], media: [], checkpoints: [], guardActions: [] };
  appendValidated(db, { runId, attempt: 1, seq, series, ...nothing });
}

/** Scatter on a slow wave, positive for the logarithmic axes, and without a random number's cost. */
const curve = (step: number, chart: number): number =>
  1 + 0.5 * Math.sin(step / 5_000 + chart) + 0.3 * Math.sin(step * 12.9898);
