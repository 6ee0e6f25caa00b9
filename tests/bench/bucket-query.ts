import { join } from "node:path";
import BareDatabase from "better-sqlite3";
import { type Database, openStore } from "../../db/connection";
import type { SeriesColumns } from "../../db/contract/events";
import { RunConfig } from "../../db/contract/run-config";
import { appendValidated } from "../../db/store/append-events";
import { compactRun } from "../../db/store/compact-run";
import { readSeries } from "../../db/store/read-series";
import { claimRun, createRun } from "../../db/store/runs";
import { median } from "../../diagnostics/statistics/summary";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const points = 10_000_000;
const perBatch = 100_000;
const width = 2000;
const seriesName = "gradient_norm/discriminator";

/** Ranges of all sizes, as zooming asks for them: from the whole series down to some thousand points. */
function ranges(repeat: number): { fromStep: number; toStep: number }[] {
  return [1, 0.5, 0.1, 0.01, 0.001].map((share, index) => {
    const length = Math.floor(points * share);
    const fromStep = Math.floor(((repeat * 0.37 + index * 0.21) % 1) * (points - length));
    return { fromStep, toStep: fromStep + length - 1 };
  });
}

let filled: { db: Database; runId: string; bare: BareDatabase.Database } | undefined;

function store() {
  if (!filled) throw new Error("Expected prepare() to have filled the database");
  return filled;
}

/** The same points in both: as Gradiometer records them, and as rows. */
function fill(home: string) {
  const db = openStore(home);
  const bare = new BareDatabase(join(home, "bare.db"));
  bare.exec(
    "CREATE TABLE point (step INTEGER PRIMARY KEY, wall_time REAL NOT NULL, value REAL NOT NULL) WITHOUT ROWID",
  );
  const insert = bare.prepare("INSERT INTO point VALUES (?, ?, ?)");
  const insertAll = bare.transaction((columns: SeriesColumns) =>
    columns.step.forEach((at, index) => void insert.run(at, columns.wallTimeMs[index], columns.value[index])),
  );
  const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
  claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  for (let from = 0, seq = 1; from < points; from += perBatch, seq++) {
    const step = Array.from({ length: perBatch }, (_, index) => from + index);
    const columns = {
      step,
      wallTimeMs: step.map((at) => 1.7e12 + at),
      value: step.map((at) => Math.exp(Math.sin(at * 12.9898))),
    };
    insertAll(columns);
    appendValidated(db, {
      runId,
      attempt: 1,
      seq,
      series: { [seriesName]: columns },
      log: [],
      media: [],
      checkpoints: [],
      guardActions: [],
    });
  }
  return { db, runId, bare };
}

function compact({ db, runId }: ReturnType<typeof fill>): void {
  db.statement("UPDATE run SET status = 'finished' WHERE id = ?").run(runId);
  compactRun(db, runId);
}

function timeEach(work: (range: { fromStep: number; toStep: number }) => number, repeat: number): number {
  return median(
    ranges(repeat).map((range) => {
      const startedAt = performance.now();
      const buckets = work(range);
      const took = performance.now() - startedAt;
      if (buckets === 0 || buckets > width) throw new Error(`Expected 1 to ${width} buckets, got ${buckets}`);
      return took;
    }),
  );
}

/**
 * Milliseconds for at most 2,000 buckets of a range of a 10M-point series, the median over ranges from all of it
 * to a thousandth, against SQL that groups the raw points of the same ranges.
 */
const bucketQuery = (name: string, compacted: boolean): Benchmark => ({
  name,
  unit: "ms",
  peerIs: "bare SQL over the raw points",
  repeats: 5,
  prepare: async () => {
    const { home, remove } = temporaryHome();
    filled = fill(home);
    if (compacted) compact(filled);
    return () => {
      filled?.db.close();
      filled?.bare.close();
      filled = undefined;
      remove();
    };
  },
  ours: (repeat) => {
    const { db, runId } = store();
    return timeEach(
      (range) => readSeries(db, { runId, names: [seriesName], ...range, width })[0]?.step.length ?? 0,
      repeat,
    );
  },
  peer: (repeat) => {
    // The driver binds every number as REAL: without the casts the division would not be a whole one.
    const query = store()
      .bare.prepare(
        `SELECT (step - CAST(:from AS INTEGER)) / CAST(:size AS INTEGER) AS bucket, min(step), max(step), min(wall_time), min(value), max(value), avg(value), count(*)
         FROM point WHERE step BETWEEN :from AND :to GROUP BY bucket`,
      )
      .raw();
    return timeEach(({ fromStep, toStep }) => {
      const size = Math.ceil((toStep - fromStep + 1) / width);
      return query.all({ from: fromStep, to: toStep, size }).length;
    }, repeat);
  },
});

/** On points as they are recorded, and on the same compacted. */
export const bucketQueries: Benchmark[] = [
  bucketQuery("bucket-query", false),
  (({ peer: _, peerIs: __, ...figure }) => figure)(bucketQuery("bucket-query-compacted", true)),
];
