import { join } from "node:path";
import BareDatabase from "better-sqlite3";
import { openStore } from "../../db/connection";
import type { SeriesColumns } from "../../db/contract/events";
import { RunConfig } from "../../db/contract/run-config";
import type { Database } from "../../db/database";
import { appendValidated } from "../../db/store/ingest/append-events";
import { readSeriesOver } from "../../db/store/over/read-series-over";
import { compactRun } from "../../db/store/points/compact-run";
import { claimRun, createRun } from "../../db/store/runs/runs";
import { readSeries } from "../../db/store/series/read-series";
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

const startMs = 1.7e12;

let filled: { db: Database; runId: string; bare: BareDatabase.Database | undefined } | undefined;

function store() {
  if (!filled) throw new Error("Expected prepare() to have filled the database");
  return filled;
}

/** Points as rows, a primary key away from each. */
function bareStore(home: string) {
  const bare = new BareDatabase(join(home, "bare.db"));
  bare.exec(
    "CREATE TABLE point (step INTEGER PRIMARY KEY, wall_time REAL NOT NULL, value REAL NOT NULL) WITHOUT ROWID",
  );
  const insert = bare.prepare("INSERT INTO point VALUES (?, ?, ?)");
  const insertAll = bare.transaction((columns: SeriesColumns) =>
    columns.step.forEach((at, index) => void insert.run(at, columns.wallTimeMs[index], columns.value[index])),
  );
  return { bare, insertAll };
}

/** As Gradiometer records them, and the same points as rows where there is a peer. */
function fill(home: string, hasPeer: boolean) {
  const db = openStore(home);
  const rows = hasPeer ? bareStore(home) : undefined;
  const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
  claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  for (let from = 0, seq = 1; from < points; from += perBatch, seq++) {
    const step = Array.from({ length: perBatch }, (_, index) => from + index);
    const columns = {
      step,
      wallTimeMs: step.map((at) => startMs + at),
      value: step.map((at) => Math.exp(Math.sin(at * 12.9898))),
    };
    rows?.insertAll(columns);
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
  return { db, runId, bare: rows?.bare };
}

function compact({ db, runId }: ReturnType<typeof fill>): void {
  db.statement("UPDATE run SET status = 'finished' WHERE id = ?").run(runId);
  compactRun(db, runId);
}

function timed(work: () => number): number {
  const startedAt = performance.now();
  const buckets = work();
  const took = performance.now() - startedAt;
  if (buckets === 0 || buckets > width) throw new Error(`Expected 1 to ${width} buckets, got ${buckets}`);
  return took;
}

async function prepare(hasPeer: boolean, compacted = false): Promise<() => void> {
  const { home, remove } = temporaryHome();
  filled = fill(home, hasPeer);
  if (compacted) compact(filled);
  return () => {
    filled?.db.close();
    filled?.bare?.close();
    filled = undefined;
    remove();
  };
}

const readRange = (range: { fromStep: number; toStep: number }): number => {
  const { db, runId } = store();
  return timed(() => readSeries(db, { runId, names: [seriesName], ...range, width })[0]?.step.length ?? 0);
};

const readTimes = (range: { from?: number; to?: number }): number => {
  const { db, runId } = store();
  return timed(
    () =>
      readSeriesOver(db, { runId, names: [seriesName], over: "time", ...range, width })[0]?.step.length ?? 0,
  );
};

function groupRows({ fromStep, toStep }: { fromStep: number; toStep: number }): number {
  // The driver binds every number as REAL: without the casts the division would not be a whole one.
  const query = (store().bare as BareDatabase.Database)
    .prepare(
      `SELECT (step - CAST(:from AS INTEGER)) / CAST(:size AS INTEGER) AS bucket, min(step), max(step), min(wall_time), min(value), max(value), avg(value), count(*)
       FROM point WHERE step BETWEEN :from AND :to GROUP BY bucket`,
    )
    .raw();
  const size = Math.ceil((toStep - fromStep + 1) / width);
  return timed(() => query.all({ from: fromStep, to: toStep, size }).length);
}

/** The zoom of a chart by time: 200,000 points, whose buckets are narrower than those of the rollup. */
const zoomed = (repeat: number) => {
  const from = startMs + Math.floor(((repeat * 0.37) % 1) * (points - 200_000));
  return { from, to: from + 199_999 };
};

/**
 * Milliseconds for at most 2,000 buckets of a range of a 10M-point series: the median over ranges from all of it to a
 * thousandth, against SQL that groups the raw points of the same ranges, and the slowest of them; the same of points that
 * were compacted; all of it by wall time; and a fiftieth of it by wall time.
 */
export const bucketQueries: Benchmark[] = [
  {
    name: "bucket-query",
    unit: "ms",
    peerIs: "bare SQL over the raw points",
    repeats: 5,
    prepare: () => prepare(true),
    ours: (repeat) => median(ranges(repeat).map(readRange)),
    peer: (repeat) => median(ranges(repeat).map(groupRows)),
  },
  {
    name: "bucket-query-slowest",
    unit: "ms",
    repeats: 15,
    prepare: () => prepare(false),
    ours: (repeat) => Math.max(...ranges(repeat).map(readRange)),
  },
  {
    name: "bucket-query-compacted",
    unit: "ms",
    repeats: 5,
    prepare: () => prepare(false, true),
    ours: (repeat) => median(ranges(repeat).map(readRange)),
  },
  {
    name: "bucket-query-by-time",
    unit: "ms",
    repeats: 15,
    prepare: () => prepare(false),
    ours: () => readTimes({}),
  },
  {
    name: "bucket-query-by-time-zoom",
    unit: "ms",
    repeats: 15,
    prepare: () => prepare(false),
    ours: (repeat) => readTimes(zoomed(repeat)),
  },
];
