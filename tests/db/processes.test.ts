import { expect, test } from "vitest";
import { openStore } from "../../db/connection";
import { appendEvents } from "../../db/store/ingest/append-events";
import { readLog } from "../../db/store/log-lines";
import { listSeries } from "../../db/store/series/series";
import { freshDatabase, freshHome } from "../setup/database";
import { expectConsistent } from "./brute-force";
import { outputOf, startScript } from "./run-script";
import { startRun } from "./test-run";

test("two processes that append at once each store all of their batches", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const runs = [startRun(db), startRun(db)];
  const children = await Promise.all(
    runs.map(({ runId }) => startScript("append-batches", [home, runId, "60", "50"])),
  );
  const outputs = await Promise.all(children.map(outputOf));
  expect(outputs.map(({ code, errors }) => [code, errors])).toEqual([
    [0, ""],
    [0, ""],
  ]);
  for (const { runId } of runs)
    expect(listSeries(db, runId).map(({ count, lastStep }) => [count, lastStep])).toEqual(
      Array(3).fill([3000, 2999]),
    );
});

test("a writer killed with -9 in the middle of appends leaves a whole prefix with all that was acknowledged", async () => {
  const home = freshHome();
  const perBatch = 400;
  const setup = freshDatabase(home);
  const { runId } = startRun(setup);
  setup.close();
  const child = await startScript("append-batches", [home, runId, "100000", String(perBatch)]);
  const output = outputOf(child);
  child.stdout?.on("data", (text: string) => {
    if (Number(text.trimEnd().split("\n").at(-1)) >= 25) child.kill("SIGKILL");
  });
  const { signal, lines } = await output;
  expect(signal).toBe("SIGKILL");
  const acknowledged = Number(lines.at(-1));
  expect(acknowledged).toBeGreaterThanOrEqual(25);

  const db = openStore(home);
  const cursor = db.sqlite.prepare("SELECT last_seq FROM append_cursor WHERE run_id = ?").pluck().get(runId);
  const stored = Number(cursor);
  // The one in flight may have been committed without its acknowledgement getting out.
  expect([acknowledged, acknowledged + 1]).toContain(stored);
  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  const points = new Map(Array.from({ length: stored * perBatch }, (_, step) => [step, step / 2]));
  for (const name of ["a", "b", "c"]) expectConsistent(db, runId, name, points, (step) => step);
  expect(readLog(db, { runId, limit: 1000 }).lines).toHaveLength(Math.min(stored, 1000));
  // The sender of before goes on where the store is.
  expect(appendEvents(db, { runId, attempt: 1, seq: stored })).toMatchObject({ outcome: "duplicate" });
  expect(appendEvents(db, { runId, attempt: 1, seq: stored + 1 })).toMatchObject({ outcome: "stored" });
  db.close();
});
