import { expect, test } from "vitest";
import type { EventBatchInput } from "../../../db/contract/events";
import type { Database } from "../../../db/database";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { readLog } from "../../../db/store/log-lines";
import { listMedia } from "../../../db/store/media/media";
import { getRun } from "../../../db/store/runs/runs";
import { readSeries } from "../../../db/store/series/read-series";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { anImage, sha256 } from "../an-image";
import { columnsOf, startRun } from "../test-run";

/** Every row of every table, to see that nothing changed. */
function dump(db: Database): unknown {
  const tables = db.sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all() as string[];
  return tables.map((table) => [table, db.sqlite.prepare(`SELECT * FROM "${table}"`).all()]);
}

test("a batch is stored whole: points, log, image, environment and status", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const environment = {
    backend: "wasm",
    node: "v20",
    platform: "linux",
    cpu: "c",
    cores: 2,
    memoryBytes: 1,
    gradiometer: "0.1.0",
  };
  const receipt = send({
    series: {
      "loss/rnn": columnsOf([
        [0, 2],
        [1, 1],
      ]),
      accuracy: columnsOf([[1, 0.5]]),
    },
    log: [{ wallTimeMs: 7, level: "info", text: "started" }],
    media: [anImage(1)],
    environment,
    status: { status: "finished", wallTimeMs: 99, step: 1 },
  });
  expect(receipt).toEqual({ outcome: "stored", points: 3, replaced: 0 });
  expect(readSeries(db, { runId }).map(({ name, last }) => [name, last])).toEqual([
    ["accuracy", [0.5]],
    ["loss/rnn", [2, 1]],
  ]);
  expect(readLog(db, { runId }).lines).toMatchObject([{ wallTimeMs: 7, level: "info", text: "started" }]);
  expect(listMedia(db, runId)).toEqual([{ step: 1, name: "samples", sha256, width: 8, height: 9 }]);
  expect(getRun(db, runId)).toMatchObject({
    environment,
    backend: "wasm",
    step: 1,
    status: "finished",
    endedAt: 99,
    endedStep: 1,
  });
});

test("a retry after a lost acknowledgement stores one copy", () => {
  const db = freshDatabase();
  const { runId } = startRun(db);
  const batch: EventBatchInput = {
    runId,
    attempt: 1,
    seq: 1,
    series: { accuracy: columnsOf([[0, 1]]) },
    log: [{ wallTimeMs: 1, level: "info", text: "once" }],
  };
  appendEvents(db, batch);
  const stored = dump(db);
  expect(appendEvents(db, batch)).toEqual({ outcome: "duplicate", points: 0, replaced: 0 });
  expect(dump(db)).toEqual(stored);
});

test("a batch with a gap before it is refused and names the one that is missing", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({});
  expect(() => appendEvents(db, { runId, attempt: 1, seq: 3 })).toThrow(
    `Expected batch 2 of attempt 1 of run "${runId}", got batch 3; send the missing ones first`,
  );
  expect(send({})).toMatchObject({ outcome: "stored" });
});

test("a batch for an unknown run is refused as not found", () => {
  const db = freshDatabase();
  expect(() => appendEvents(db, { runId: "nobody", attempt: 1, seq: 1 })).toThrow(
    expect.objectContaining({ code: "not-found", message: expect.stringContaining('"nobody"') }),
  );
});

test("a batch that fails at its last part leaves nothing behind", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { accuracy: columnsOf([[0, 1]]) } });
  const before = dump(db);
  db.sqlite.exec(
    "CREATE TEMP TRIGGER fail BEFORE UPDATE OF environment ON run BEGIN SELECT RAISE(ABORT, 'unplugged'); END",
  );
  const batch: EventBatchInput = {
    runId,
    attempt: 1,
    seq: 2,
    series: { accuracy: columnsOf([[1, 1]]), fresh: columnsOf([[1, 1]]) },
    log: [{ wallTimeMs: 1, level: "info", text: "lost" }],
    media: [anImage(1)],
  };
  expect(() => appendEvents(db, batch)).toThrow("unplugged");
  expect(dump(db)).toEqual(before);
  db.sqlite.exec("DROP TRIGGER fail");
  expect(appendEvents(db, batch)).toEqual({ outcome: "stored", points: 2, replaced: 0 });
});

test("the last of several points for one step wins, within a batch and over batches", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: {
      accuracy: columnsOf([
        [4, 1],
        [4, 2],
        [3, 5],
      ]),
    },
  });
  send({ series: { accuracy: columnsOf([[3, 6]]) } });
  expect(readSeries(db, { runId })[0]).toMatchObject({ step: [3, 4], last: [6, 2] });
});

test("non-finite values come back as they were, also from their names in JSON", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: {
      "loss/rnn": {
        step: [0, 1, 2, 3],
        wallTimeMs: [0, 1, 2, 3],
        value: ["NaN", "Infinity", "-Infinity", Number.NaN],
      },
    },
  });
  const expected = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  expect(readSeries(db, { runId })[0]).toMatchObject({ last: expected, nonFinite: [1, 1, 1, 1] });
  expect(findSeries(db, runId, "loss/rnn")).toMatchObject({
    nonFinite: 4,
    lastValue: Number.NaN,
    min: Number.NaN,
  });
  // Readable with the sqlite3 shell alone.
  expect(db.sqlite.prepare("SELECT last_value, typeof(last_value) FROM series").raw().all()).toEqual([
    ["NaN", "text"],
  ]);
});

test("the largest step that an integer holds exactly is kept", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const step = Number.MAX_SAFE_INTEGER;
  send({ series: { accuracy: { step: [step - 1, step], wallTimeMs: [1, 2], value: [1, 2] } } });
  expect(readSeries(db, { runId })[0]).toMatchObject({ step: [step - 1, step] });
  expect(getRun(db, runId).step).toBe(step);
});

test("pace is smoothed over about ten seconds of wall time", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const at = (step: number, wallTimeMs: number) => ({
    series: { accuracy: { step: [step], wallTimeMs: [wallTimeMs], value: [1] } },
  });
  send(at(0, 0));
  expect(getRun(db, runId).stepsPerSecond).toBeNull();
  send(at(100, 1000));
  expect(getRun(db, runId).stepsPerSecond).toBe(100);
  // Ten seconds at 10 steps/s: 100 + (1 - 1/e)(10 - 100).
  send(at(200, 11_000));
  expect(getRun(db, runId).stepsPerSecond).toBeCloseTo(100 - 90 * (1 - Math.exp(-1)), 10);
});
