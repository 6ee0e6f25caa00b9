import { expect, test } from "vitest";
import {
  enqueueLaunch,
  launchQueue,
  markStarted,
  nextLaunch,
  requeueLaunch,
  unclaimedLaunches,
} from "../../../db/store/experiments/launches";
import { changeStatus, claimRun, createRun, requestCancel } from "../../../db/store/runs/runs";
import { freshDatabase } from "../../setup/database";

function queueOf(count: number) {
  const db = freshDatabase();
  const runIds = Array.from({ length: count }, () => createRun(db, { config: { workload: "ring-gan" } }));
  for (const runId of runIds) enqueueLaunch(db, runId, 100);
  return { db, runIds };
}

test("launches start in the order in which they were queued, each for one caller only", () => {
  const { db, runIds } = queueOf(3);
  const next = nextLaunch(db);
  expect(next?.runId).toBe(runIds[0]);
  expect(markStarted(db, next?.id ?? 0)).toBe(true);
  expect(markStarted(db, next?.id ?? 0)).toBe(false);
  expect(launchQueue(db).map(({ runId, position }) => [runId, position])).toEqual([
    [runIds[1], 1],
    [runIds[2], 2],
  ]);
});

test("a run that waits already keeps its place", () => {
  const { db, runIds } = queueOf(2);
  enqueueLaunch(db, runIds[0] as string);
  expect(launchQueue(db).map(({ runId }) => runId)).toEqual(runIds);
});

test("a cancelled run is passed over", () => {
  const { db, runIds } = queueOf(2);
  requestCancel(db, runIds[0] as string);
  expect(nextLaunch(db)?.runId).toBe(runIds[1]);
});

test("a started trainer that never took up its run is noticed, and its launch gets its place back", () => {
  const { db, runIds } = queueOf(3);
  for (const { id } of launchQueue(db).slice(0, 2)) markStarted(db, id, 1000);
  claimRun(db, runIds[1] as string, { pid: 1, pidStartedAt: 1 });
  const [unclaimed, ...others] = unclaimedLaunches(db);
  expect(unclaimed).toMatchObject({ runId: runIds[0], startedAt: 1000 });
  expect(others).toEqual([]);
  expect(requeueLaunch(db, unclaimed?.id ?? 0)).toBe(true);
  expect(launchQueue(db).map(({ runId }) => runId)).toEqual([runIds[0], runIds[2]]);
  expect(unclaimedLaunches(db)).toEqual([]);
});

test("the launch that a resumed run came from no longer waits to be taken up", () => {
  const { db, runIds } = queueOf(1);
  const runId = runIds[0] as string;
  markStarted(db, nextLaunch(db)?.id ?? 0);
  const attempt = claimRun(db, runId, { pid: 1, pidStartedAt: 1 });
  changeStatus(db, runId, { status: "cancelled" }, { attempt });
  changeStatus(db, runId, { status: "queued" }, { from: ["cancelled"] });
  enqueueLaunch(db, runId);
  expect(unclaimedLaunches(db)).toEqual([]);
  const launch = nextLaunch(db)?.id ?? 0;
  markStarted(db, launch);
  expect(unclaimedLaunches(db)).toMatchObject([{ id: launch, runId }]);
});

test("an unknown run cannot queue", () => {
  const { db } = queueOf(0);
  expect(() => enqueueLaunch(db, "nobody")).toThrow(expect.objectContaining({ code: "not-found" }));
});
