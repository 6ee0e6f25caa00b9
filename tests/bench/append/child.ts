import { join } from "node:path";
import BareDatabase from "better-sqlite3";
import { openDatabase } from "../../../db/connection";
import type { SeriesColumns } from "../../../db/contract/events";
import { RunConfig } from "../../../db/contract/run-config";
import { databaseFile } from "../../../db/home";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { claimRun, createRun } from "../../../db/store/runs/runs";

/** What a process that appends prints. */
export interface Appended {
  points: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number;
  /** Milliseconds that each batch took until it was stored. */
  took: number[];
}

const seriesCount = 200;
/** A trainer's steps since its last flush. */
const stepsPerBatch = 25;
const batches = 100;
const warmUpBatches = 15;

type Append = (series: Record<string, SeriesColumns>) => void;

/**
 * `append <ours or bare> <home> <place> <when> <ms>`: a trainer that does nothing but record, from a time that all are told,
 * a batch in so many milliseconds, or one after the other for 0.
 */
export async function runAppendChild([kind, home = "", place, when, everyMs]: string[]): Promise<void> {
  const append = kind === "bare" ? bareTrainer(home, Number(place)) : ourTrainer(home);
  let step = 0;
  const next = () => {
    const series = batchFrom(step);
    step += stepsPerBatch;
    const startedAt = performance.now();
    append(series);
    return performance.now() - startedAt;
  };
  for (let batch = 0; batch < warmUpBatches; batch++) next();
  // Those that have a pace take turns, as trainers that began at different times do.
  const startedAt = Number(when) + (Number(place) * Number(everyMs)) / 4;
  const took: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const waitMs = startedAt + batch * Number(everyMs) - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    took.push(next());
  }
  const appended: Appended = {
    points: batches * stepsPerBatch * seriesCount,
    startedAt,
    endedAt: Date.now(),
    took,
  };
  process.stdout.write(`${JSON.stringify(appended)}\n`);
}

function batchFrom(first: number): Record<string, SeriesColumns> {
  const step = Array.from({ length: stepsPerBatch }, (_, index) => first + index);
  const wallTimeMs = step.map((at) => 1.7e12 + 10 * at);
  const columns = Array.from({ length: seriesCount }, (_, index) => [
    `layer${index}/gradient_norm`,
    { step, wallTimeMs, value: step.map((at) => Math.sin(at + index)) },
  ]);
  return Object.fromEntries(columns);
}

function ourTrainer(home: string): Append {
  const db = openDatabase(databaseFile(home));
  const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
  claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  let seq = 0;
  return (series) => void appendEvents(db, { runId, attempt: 1, seq: ++seq, series });
}

/** The same rows in the same transactions, without rollups, summaries or validation. */
function bareTrainer(home: string, place: number): Append {
  const db = new BareDatabase(join(home, "bare.db"), { timeout: 10_000 });
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  db.exec(
    "CREATE TABLE IF NOT EXISTS point (series_id INTEGER, step INTEGER, wall_time REAL, value REAL, PRIMARY KEY (series_id, step)) WITHOUT ROWID",
  );
  const insert = db.prepare("INSERT INTO point VALUES (?, ?, ?, ?)");
  const insertAll = db.transaction((series: Record<string, SeriesColumns>) => {
    for (const [index, { step, wallTimeMs, value }] of Object.values(series).entries())
      for (let at = 0; at < step.length; at++)
        insert.run(place * seriesCount + index, step[at], wallTimeMs[at], value[at]);
  });
  return (series) => insertAll.immediate(series);
}
