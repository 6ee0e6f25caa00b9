import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { columnsOf, startRun } from "../../db/test-run";
import { procedures } from "../support/caller";

const dayMs = 86_400_000;

function endedRun(db: Database, days: number): string {
  const { runId, send } = startRun(db);
  const wallTimeMs = Date.now() - days * dayMs;
  send({
    series: {
      loss: columnsOf([
        [1, 1],
        [2, 2],
      ]),
    },
    status: { status: "finished", wallTimeMs },
  });
  return runId;
}

test("a rule is tried without being stored, stored without deleting, and deletes when asked", async () => {
  const { call, db } = procedures();
  const [old, older, young] = [endedRun(db, 40), endedRun(db, 50), endedRun(db, 3)];
  const rule = { olderThanDays: 30, statuses: [], tag: null, keepLast: 0 };

  expect(await call.retention.preview({})).toEqual({ rule: null, ended: 3, runs: 0, points: 0, oldest: [] });
  const tried = await call.retention.preview({ rule });
  expect(tried).toMatchObject({ rule, ended: 3, runs: 2, points: 4 });
  // By when they were made: the last two of the three that the rule is about.
  expect(tried.oldest.map(({ id }) => id)).toEqual([old, older]);
  expect((await call.retention.preview({})).rule).toBeNull();
  expect(await call.retention.deleteExpired()).toMatchObject({ runs: 0 });

  expect(await call.retention.set({ rule })).toEqual(tried);
  expect(db.statement("SELECT count(*) FROM run").pluck().get()).toBe(3);
  expect(await call.retention.deleteExpired()).toEqual({ runs: 2, files: 0, bytes: 0 });
  expect(db.statement("SELECT id FROM run").pluck().all()).toEqual([young]);
  expect(db.statement("SELECT count(*) FROM point_chunk").pluck().get()).toBe(1);
  expect(await call.retention.set({ rule: null })).toMatchObject({ rule: null, ended: 1 });
});

test("a rule that is none is refused with what was expected", async () => {
  const { call } = procedures();
  const rule = { olderThanDays: 0, statuses: [], tag: null, keepLast: 0 };
  await expect(call.retention.set({ rule })).rejects.toThrow(/olderThanDays/);
});
