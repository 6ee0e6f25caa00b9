import { openStore } from "../../db/connection";
import type { Database } from "../../db/database";
import { listRuns } from "../../db/store/runs/runs";
import { inTransaction } from "../../db/transaction";
import type { Benchmark } from "./benchmark";
import { temporaryHome } from "./temporary-home";

const runs = 10_000;
const settings = 100;
const series = 100;
/** Of all runs, those that have not ended. */
const training = 20;
const pageRows = 50;

/** A filter over settings and summaries and an order by either, as people would ask for them. */
const questions = [
  { filter: "config.setting7 > .5 and last(metric3) > .9", sort: { by: "last(metric5)", descending: true } },
  { filter: 'status = "diverged" and config.setting50 < .3', sort: { by: "config.setting9" } },
  { filter: "max(metric99) > .99 or min(metric0) < .01", sort: { by: "createdAt", descending: true } },
  { filter: "not (config.setting3 < .9) and non_finite(metric1) = 0", sort: { by: "config.setting99" } },
];

let filled: Database | undefined;

function fill(home: string): Database {
  const db = openStore(home);
  const addRun = db.sqlite.prepare(
    `INSERT INTO run (id, name, workload, status, seed, config, config_hash, interventions, attempt, total_steps, created_at, started_at, change)
     VALUES (?, ?, 'external', 'running', ?, ?, ?, '[]', 1, 1000, ?, ?, ?)`,
  );
  const addSeries = db.sqlite.prepare(
    "INSERT INTO series (run_id, name, count, first_step, last_step, last_value, min, max) VALUES (?, ?, 500, 0, 499, ?, ?, ?)",
  );
  const end = db.sqlite.prepare("UPDATE run SET status = ? WHERE id = ?");
  inTransaction(db, () => {
    for (let run = 0; run < runs; run += 1) {
      const value = (of: number) => Math.abs(Math.sin(run * 12.9898 + of * 78.233)) % 1;
      const named = Object.fromEntries(
        Array.from({ length: settings }, (_, index) => [`setting${index}`, value(index)]),
      );
      const config = JSON.stringify({ workload: "external", seed: run, steps: 1000, settings: named });
      addRun.run(`r${run}`, `run ${run}`, run, config, "", run, run, run);
      for (let index = 0; index < series; index += 1)
        addSeries.run(`r${run}`, `metric${index}`, value(-index), value(-index) / 2, 1);
      if (run >= training) end.run(run % 4 ? "finished" : "diverged", `r${run}`);
    }
  });
  return db;
}

function slowestOfTwenty(work: (question: (typeof questions)[number]) => number, repeat: number): number {
  const times = questions
    .flatMap((question) => Array.from({ length: 5 }, () => question))
    .map((question) => {
      const startedAt = performance.now();
      if (work(question) === 0)
        throw new Error(`Expected runs that match ${question.filter}, in repeat ${repeat}`);
      return performance.now() - startedAt;
    })
    .sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95) - 1]!;
}

/**
 * Milliseconds for a page of 50 of 10,000 runs with 100 settings and 100 series each, filtered and sorted by them, the
 * 95th percentile; against SQL that reads the settings out of each run's JSON.
 */
export const listOfRuns: Benchmark = {
  name: "list-runs",
  unit: "ms",
  peerIs: "SQL over the configs' JSON",
  repeats: 5,
  prepare: async () => {
    const { home, remove } = temporaryHome();
    filled = fill(home);
    return () => {
      filled?.close();
      filled = undefined;
      remove();
    };
  },
  ours: (repeat) =>
    slowestOfTwenty(
      ({ filter, sort }) => listRuns(filled!, { filter, sort, limit: pageRows }).rows.length,
      repeat,
    ),
  peer: (repeat) => {
    const query = filled!.sqlite.prepare(
      `SELECT id, json_extract(config, '$.settings.setting9') AS value FROM run
       WHERE json_extract(config, '$.settings.setting7') > .5 ORDER BY value LIMIT ${pageRows}`,
    );
    return slowestOfTwenty(() => query.all().length, repeat);
  },
};
