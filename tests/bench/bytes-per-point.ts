import { statSync } from "node:fs";
import { openStore } from "../../db/connection";
import { RunConfig } from "../../db/contract/run-config";
import type { Database } from "../../db/database";
import { appendValidated } from "../../db/store/ingest/append-events";
import { compactRun } from "../../db/store/points/compact-run";
import { claimRun, createRun } from "../../db/store/runs/runs";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const seriesCount = 40;
const steps = 25_000;
const perBatch = 250;

/** The size of the whole file, its log included in it, for each of a million points. */
const bytesPerPoint = (db: Database): number => {
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  return statSync(db.file).size / (seriesCount * steps);
};

/** A run of 40 series with a value at each of 25,000 steps, 10 to 17 ms apart, recorded a quarter of a second at a time. */
function fill(db: Database, round: (value: number) => number): string {
  const runId = createRun(db, { config: RunConfig.parse({ workload: "ring-gan" }) });
  claimRun(db, runId, { pid: process.pid, pidStartedAt: null });
  let wallTime = 1.7e12;
  for (let from = 0, seq = 1; from < steps; from += perBatch, seq++) {
    const step = Array.from({ length: perBatch }, (_, index) => from + index);
    const wallTimeMs = step.map((at) => {
      wallTime += 10 + ((at * 7919) % 8);
      return wallTime;
    });
    const series = Object.fromEntries(
      Array.from({ length: seriesCount }, (_, index) => [
        `gradient_norm/layer${index}`,
        {
          step,
          wallTimeMs,
          value: step.map((at) => round(Math.exp(2 * Math.sin((at + 7 * index) * 12.9898)))),
        },
      ]),
    );
    appendValidated(db, {
      runId,
      attempt: 1,
      seq,
      series,
      log: [],
      media: [],
      checkpoints: [],
      guardActions: [],
    });
  }
  db.statement("UPDATE run SET status = 'finished' WHERE id = ?").run(runId);
  return runId;
}

const figure = (name: string, round: (value: number) => number, compacted: boolean): Benchmark => ({
  name,
  unit: "bytes",
  repeats: 1,
  ours: () => {
    const { home, remove } = temporaryHome();
    const db = openStore(home);
    try {
      const runId = fill(db, round);
      if (compacted) {
        compactRun(db, runId);
        db.sqlite.exec("VACUUM");
      }
      return bytesPerPoint(db);
    } finally {
      db.close();
      remove();
    }
  },
});

/** Of values whose every bit is noise, the most that there can be, and of what tensors hold, 32-bit floats. */
export const bytesPerPointFigures: Benchmark[] = [
  figure("bytes-per-point", (value) => value, false),
  figure("bytes-per-point-compacted", (value) => value, true),
  figure("bytes-per-point-compacted-floats", Math.fround, true),
];
