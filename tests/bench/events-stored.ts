import { join } from "node:path";
import Database from "better-sqlite3";
import { openStore, type Database as Store } from "../../db/connection";
import type { EventBatchInput } from "../../db/contract/events";
import { RunConfig } from "../../db/contract/run-config";
import { appendEvents } from "../../db/store/ingest/append-events";
import { claimRun, createRun } from "../../db/store/runs/runs";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

/** A trainer's flush: some 40 series, the steps of a quarter of a second. */
const seriesPerBatch = 40;
const stepsPerBatch = 25;
const batches = 200;
const points = seriesPerBatch * stepsPerBatch * batches;

const names = Array.from(
  { length: seriesPerBatch },
  (_, index) => `gradient_norm/discriminator/layer${index}`,
);

function batchOf(runId: string, seq: number): EventBatchInput {
  const first = (seq - 1) * stepsPerBatch;
  const step = Array.from({ length: stepsPerBatch }, (_, index) => first + index);
  const wallTimeMs = step.map((at) => 1.7e12 + 10 * at);
  const series = Object.fromEntries(
    names.map((name, index) => [name, { step, wallTimeMs, value: step.map((at) => Math.sin(at + index)) }]),
  );
  return { runId, attempt: 1, seq, series };
}

/**
 * Points a second through appendEvents (validated, idempotent, with rollups and series summaries), one batch a
 * transaction, against plain inserts of the same rows by better-sqlite3 in the same transactions.
 */
export const eventsStored: Benchmark = {
  name: "events-stored",
  unit: "events/s",
  peerIs: "bare better-sqlite3 inserts",
  repeats: 5,
  ours: () => {
    const { home, remove } = temporaryHome();
    const db: Store = openStore(home);
    try {
      const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
      claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
      const made = Array.from({ length: batches }, (_, index) => batchOf(runId, index + 1));
      const startedAt = performance.now();
      for (const batch of made) appendEvents(db, batch);
      return points / ((performance.now() - startedAt) / 1000);
    } finally {
      db.close();
      remove();
    }
  },
  peer: () => {
    const { home, remove } = temporaryHome();
    const db = new Database(join(home, "bare.db"));
    try {
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = NORMAL");
      db.exec(
        "CREATE TABLE point (series_id INTEGER, step INTEGER, wall_time REAL, value REAL, PRIMARY KEY (series_id, step)) WITHOUT ROWID",
      );
      const insert = db.prepare("INSERT INTO point VALUES (?, ?, ?, ?)");
      const made = Array.from({ length: batches }, (_, index) => batchOf("bare", index + 1).series ?? {});
      const insertBatch = db.transaction((series: (typeof made)[number]) => {
        names.forEach((name, id) => {
          const columns = series[name];
          columns?.step.forEach((step, index) => {
            insert.run(id, step, columns.wallTimeMs[index], columns.value[index]);
          });
        });
      });
      const startedAt = performance.now();
      for (const series of made) insertBatch.immediate(series);
      return points / ((performance.now() - startedAt) / 1000);
    } finally {
      db.close();
      remove();
    }
  },
};
