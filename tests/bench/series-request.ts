import { join } from "node:path";
import BareDatabase from "better-sqlite3";
import { openStore } from "../../db/connection";
import { RunConfig } from "../../db/contract/run-config";
import type { Database } from "../../db/database";
import { appendValidated } from "../../db/store/ingest/append-events";
import { eachBucket } from "../../db/store/rollup/read-rollup";
import { claimRun, createRun } from "../../db/store/runs/runs";
import { readSeries } from "../../db/store/series/read-series";
import { findSeries, type StoredSeries } from "../../db/store/series/series";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const runs = 20;
const names = Array.from({ length: 5 }, (_, index) => `gradient_norm/layer${index}`);
const steps = 1_000_000;
const perBatch = 50_000;
const width = 500;

let filled: { db: Database; runIds: string[]; bare: BareDatabase.Database } | undefined;

/** 100 million points; the runs differ in their values only. */
function fill(home: string): NonNullable<typeof filled> {
  const db = openStore(home);
  const runIds = Array.from({ length: runs }, () => {
    const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
    claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
    return runId;
  });
  for (let from = 0, seq = 1; from < steps; from += perBatch, seq++) {
    const step = Array.from({ length: perBatch }, (_, index) => from + index);
    const columns = { step, wallTimeMs: step.map((at) => 1.7e12 + 10 * at) };
    for (const [run, runId] of runIds.entries()) {
      const value = step.map((at) => Math.fround(Math.sin(at * 12.9898 + run)));
      appendValidated(db, {
        runId,
        attempt: 1,
        seq,
        series: Object.fromEntries(names.map((name) => [name, { ...columns, value }])),
        log: [],
        media: [],
        checkpoints: [],
        guardActions: [],
      });
    }
  }
  return { db, runIds, bare: bucketsAsRows(home, db, runIds) };
}

/** What the peer adds up: a row for each 256 steps of a series. */
function bucketsAsRows(home: string, db: Database, runIds: readonly string[]): BareDatabase.Database {
  const bare = new BareDatabase(join(home, "bare.db"));
  bare.exec(
    `CREATE TABLE rollup (run_id TEXT NOT NULL, name TEXT NOT NULL, bucket INTEGER NOT NULL, count INTEGER NOT NULL, min REAL, max REAL,
     PRIMARY KEY (run_id, name, bucket)) WITHOUT ROWID`,
  );
  const insert = bare.prepare("INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?)");
  bare.transaction(() => {
    for (const runId of runIds)
      for (const name of names)
        for (const [number, { count, min, max }] of eachBucket(
          db,
          findSeries(db, runId, name) as StoredSeries,
        ))
          insert.run(runId, name, number, count, min, max);
  })();
  return bare;
}

function timed(work: (runId: string) => number): number {
  const startedAt = performance.now();
  for (const runId of (filled as NonNullable<typeof filled>).runIds) {
    const buckets = work(runId);
    if (buckets < names.length * (width / 2) || buckets > names.length * width)
      throw new Error(
        `Expected ${width / 2} to ${width} buckets a series, got ${buckets} of ${names.length}`,
      );
  }
  return performance.now() - startedAt;
}

/**
 * Milliseconds for what a comparison of 20 runs draws: 5 series of each in at most 500 buckets, a million points a series;
 * against SQL that only adds up counts and extremes of the same rollups as rows, in the same buckets.
 */
export const seriesRequest: Benchmark = {
  name: "series-request",
  unit: "ms",
  peerIs: "bare SQL over rollups as rows, counts and extremes only",
  repeats: 5,
  prepare: async () => {
    const { home, remove } = temporaryHome();
    filled = fill(home);
    return () => {
      filled?.db.close();
      filled?.bare.close();
      filled = undefined;
      remove();
    };
  },
  ours: () => {
    const { db } = filled as NonNullable<typeof filled>;
    return timed((runId) =>
      readSeries(db, { runId, names, width }).reduce((total, { step }) => total + step.length, 0),
    );
  },
  peer: () => {
    const query = (filled as NonNullable<typeof filled>).bare
      .prepare(
        "SELECT name, bucket / 8 AS place, sum(count), min(min), max(max) FROM rollup WHERE run_id = ? GROUP BY name, place",
      )
      .raw();
    return timed((runId) => query.all(runId).length);
  },
};
