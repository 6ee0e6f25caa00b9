import pino from "pino";
import { expect, test, vi } from "vitest";
import { settleInbox } from "../../../db/store/ingest/inbox";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries, listSeries } from "../../../db/store/series/series";
import { commitRequests } from "../../../server/ingest/commit-requests";
import { createPace } from "../../../server/ingest/pace";
import { freshDatabase, freshHome } from "../../setup/database";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const column = (from: number, length: number) => {
  const step = Array.from({ length }, (_, index) => from + index);
  return { step, value: step };
};

/** The recorder without its thread. */
function recorder() {
  const home = freshHome();
  const db = freshDatabase(home);
  const pace = createPace();
  let id = 0;
  const send = (...batches: object[]) => {
    const requests = batches.map((batch) => ({
      id: ++id,
      body: new TextEncoder().encode(JSON.stringify(batch)).buffer as ArrayBuffer,
      format: { type: "json", gzipped: false } as const,
      arrivedAt: 1,
    }));
    return commitRequests({ db, home, log: pino({ level: "silent" }), pace }, requests).map(
      ({ status, body, retryAfterSeconds }) => ({ status, body: JSON.parse(body), retryAfterSeconds }),
    );
  };
  const waiting = () => db.sqlite.prepare("SELECT count(*) FROM inbox").pluck().get();
  return { db, pace, send, waiting };
}

test("under load points wait, acknowledged, and go into their series in the order of their arrival", () => {
  const { db, pace, send, waiting } = recorder();
  send({ run: "r", seq: 1, series: { loss: column(0, 10) } });
  expect(waiting()).toBe(0);
  send({ run: "r", seq: 2, series: { loss: column(10, 6000) } });
  const late = { step: [3, 20], value: [-3, -20] };
  const answers = send({ run: "r", seq: 3, series: { loss: late } }, { run: "r", seq: 2 });
  expect(answers.map(({ status, body }) => [status, body.outcome, body.points])).toEqual([
    [200, "stored", 2],
    [200, "duplicate", 0],
  ]);
  expect(waiting()).toBe(2);
  expect(findSeries(db, "r", "loss")).toMatchObject({ count: 10 });
  expect(pace.dueInMs(performance.now() + 1000)).toBe(0);
  settleInbox(db);
  expect(waiting()).toBe(0);
  expect(findSeries(db, "r", "loss")).toMatchObject({ count: 6010, min: -20, replaced: 2, lastValue: 6009 });
});

test("a run that ends, or goes back, has all of its points in their series first", () => {
  const { db, send, waiting } = recorder();
  send({ run: "a", seq: 1, series: { loss: column(0, 6000) } });
  expect(waiting()).toBe(1);
  send({ run: "a", seq: 2, status: { status: "finished" } });
  expect([waiting(), findSeries(db, "a", "loss")?.count]).toEqual([0, 6000]);

  send({ run: "b", seq: 1, series: { loss: column(0, 6000) } });
  expect(waiting()).toBe(1);
  send({ run: "b", attempt: 2, seq: 1, series: { loss: column(100, 5) } });
  settleInbox(db);
  expect(findSeries(db, "b", "loss")).toMatchObject({ count: 105, lastStep: 104 });
});

test("a disk that is full is answered with 507, and the same batch fits once there is space", () => {
  const { db, send } = recorder();
  send({ run: "r", seq: 1, series: { loss: column(0, 10) } });
  db.sqlite.pragma(`max_page_count = ${(db.sqlite.pragma("page_count", { simple: true }) as number) + 2}`);
  const batch = { run: "r", seq: 2, log: [{ text: "x".repeat(9_000) }, { text: "y".repeat(9_000) }] };
  const [full] = send(batch);
  expect([full?.status, full?.retryAfterSeconds]).toEqual([507, 1]);
  expect(full?.body.error.message).toMatch(/is full: the last write was undone/);
  db.sqlite.pragma("max_page_count = 1000000");
  expect(send(batch)).toMatchObject([{ status: 200, body: { outcome: "stored" } }]);
});

test("a new attempt that is refused leaves the run ended as it was", () => {
  const { db, send } = recorder();
  const names = (from: number, to: number) =>
    Object.fromEntries(
      Array.from({ length: to - from }, (_, index) => [`s${from + index}`, { step: [0], value: [0] }]),
    );
  send({ run: "r", seq: 1, series: names(0, 9_999), status: { status: "crashed" } });
  expect(send({ run: "r", attempt: 2, seq: 1, series: names(9_998, 10_001) })).toMatchObject([
    { status: 413 },
  ]);
  expect(getRun(db, "r")).toMatchObject({ status: "crashed", attempt: 1 });
  expect(send({ run: "r", attempt: 2, seq: 1, series: names(9_998, 10_000) })).toMatchObject([
    { status: 200 },
  ]);
  expect(getRun(db, "r")).toMatchObject({ status: "running", attempt: 2 });
});

test("one refused batch leaves those of the same commit as they are", () => {
  const { db, send } = recorder();
  const answers = send(
    { run: "a", seq: 1, series: { loss: column(0, 3) } },
    { run: "a", seq: 3, series: { loss: column(3, 3) } },
    { run: "b", seq: 1, config: { notes: "x".repeat(300_000) } },
    { run: "c", seq: 1, name: "The third" },
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 413, 200]);
  expect(listSeries(db, "a")).toMatchObject([{ count: 3 }]);
  expect(() => getRun(db, "b")).toThrow(/No run "b"/);
  expect(getRun(db, "c").name).toBe("The third");
});
