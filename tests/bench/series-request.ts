import { type Database, openStore } from "../../db/connection";
import { RunConfig } from "../../db/contract/run-config";
import { appendValidated } from "../../db/store/append-events";
import { readSeries } from "../../db/store/read-series";
import { claimRun, createRun } from "../../db/store/runs";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const runs = 20;
const names = Array.from({ length: 5 }, (_, index) => `gradient_norm/layer${index}`);
const steps = 1_000_000;
const perBatch = 50_000;
const width = 500;

let filled: { db: Database; runIds: string[] } | undefined;

/** 100 million points; the runs differ in their values only. */
function fill(home: string): { db: Database; runIds: string[] } {
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
  return { db, runIds };
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
 * against SQL that only adds up the rows of their rollups, in the same buckets.
 */
export const seriesRequest: Benchmark = {
  name: "series-request",
  unit: "ms",
  peerIs: "bare SQL over the rollups, counts and extremes only",
  repeats: 5,
  prepare: async () => {
    const { home, remove } = temporaryHome();
    filled = fill(home);
    return () => {
      filled?.db.close();
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
    const { db } = filled as NonNullable<typeof filled>;
    const query = db.sqlite
      .prepare(
        `SELECT series.id, rollup.bucket / 8 AS place, sum(rollup.count), min(rollup.min), max(rollup.max)
         FROM series JOIN rollup ON rollup.series_id = series.id WHERE run_id = ? GROUP BY series.id, place`,
      )
      .raw();
    return timed((runId) => query.all(runId).length);
  },
};
