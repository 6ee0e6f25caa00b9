import { expect, test } from "vitest";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { readBranchesOver } from "../../../db/store/over/read-branches-over";
import { createRun } from "../../../db/store/runs/runs";
import { freshDatabase } from "../../setup/database";

const start = 1_700_000_000_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** 1,000 steps at one a second, resumed at step 600 an hour later; the branch counted tokens twice as fast. */
function resumedRun() {
  const db = freshDatabase();
  const runId = createRun(db, { id: "external-1", config: { workload: "ring-gan" } });
  const series = (steps: number[], lateMs: number, tokens: number, spikeAt = -1) => {
    const wallTimeMs = steps.map((step) => start + 1000 * step + lateMs);
    return {
      "loss/rnn": { step: steps, wallTimeMs, value: steps.map((step) => (step === spikeAt ? 1e6 : 1)) },
      tokens: { step: steps, wallTimeMs, value: steps.map((step) => step * tokens) },
    };
  };
  appendEvents(db, { runId, attempt: 1, seq: 1, series: series(range(0, 1000), 0, 20, 777) });
  appendEvents(db, { runId, attempt: 2, seq: 1, series: series(range(600, 1200), 3_600_000, 10) });
  return { db, runId };
}

test("an orphaned branch is read over every axis, where it was recorded", () => {
  const { db, runId } = resumedRun();
  const names = ["loss/rnn"];
  const over = (axis: "step" | "time" | "elapsed" | "series:tokens") => {
    const [only, ...more] = readBranchesOver(db, { runId, names, over: axis, width: 2000 });
    expect(more).toEqual([]);
    expect(only?.branch).toMatchObject({ fromStep: 600, lastStep: 999, attempt: 2, points: 800 });
    expect(only?.data).toMatchObject({ exact: true, count: 400, name: "loss/rnn" });
    return only?.data.x;
  };
  expect(over("step")).toEqual(range(600, 1000));
  expect(over("time")).toEqual(range(600, 1000).map((step) => start + 1000 * step));
  expect(over("elapsed")).toEqual(range(600, 1000).map((step) => 1000 * step));
  expect(over("series:tokens")).toEqual(range(600, 1000).map((step) => 20 * step));
});

test("a long branch comes in buckets that keep its spike, a range holds only its own points", () => {
  const { db, runId } = resumedRun();
  const [read] = readBranchesOver(db, { runId, names: ["loss/rnn"], width: 50 });
  expect(read?.data.exact).toBe(false);
  expect(read?.data.step.length).toBeLessThanOrEqual(50);
  expect(read?.data.count).toBe(400);
  const spike = read?.data.max.indexOf(1e6) as number;
  expect(read?.data.step[spike]).toBeLessThanOrEqual(777);
  expect(read?.data.lastStep[spike]).toBeGreaterThanOrEqual(777);
  const [near] = readBranchesOver(db, {
    runId,
    names: ["loss/rnn"],
    over: "elapsed",
    from: 610_000,
    to: 612_000,
  });
  expect(near?.data.step).toEqual([610, 611, 612]);
});

test("a run that replaced nothing, and series that a branch has none of, have no branches to read", () => {
  const { db, runId } = resumedRun();
  expect(readBranchesOver(db, { runId, names: ["accuracy"] })).toEqual([]);
  expect(
    readBranchesOver(db, { runId: createRun(db, { config: { workload: "ring-gan" } }), names: ["loss/rnn"] }),
  ).toEqual([]);
});
