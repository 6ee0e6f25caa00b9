import { expect, test } from "vitest";
import { listCheckpoints } from "../../../db/store/checkpoints/checkpoints";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { listGuardActions } from "../../../db/store/guard-actions";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { readLog } from "../../../db/store/log-lines";
import { listMedia } from "../../../db/store/media/media";
import { changeStatus, claimRun, createRun, getRun } from "../../../db/store/runs/runs";
import { findSeries, listSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { anImage, sha256 } from "../an-image";
import { columnsOf, continueRun, startRun } from "../test-run";

test("a resumed run replaces what earlier attempts recorded from its first step on", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = (from: number, to: number, value: number) =>
    columnsOf(Array.from({ length: to - from }, (_, index) => [from + index, value]));
  send({
    series: { accuracy: points(0, 200, 1), "sample/modes": points(150, 200, 1) },
    media: [anImage(90), anImage(180)],
    log: [{ wallTimeMs: 1, level: "info", text: "first attempt" }],
  });
  upsertEpisode(db, runId, anEpisode({ startStep: 50, endStep: 199 }));
  upsertEpisode(db, runId, anEpisode({ startStep: 150, endStep: 160 }));
  changeStatus(db, runId, { status: "crashed" });

  const second = continueRun(db, runId, claimRun(db, runId, { pid: 2, pidStartedAt: 2 }));
  second.send({ log: [{ wallTimeMs: 2, level: "info", text: "again" }] });
  expect(findSeries(db, runId, "accuracy")?.lastStep).toBe(199);
  second.send({ series: { accuracy: points(100, 110, 2) } });
  // Out of order within the attempt: stored in place, nothing further removed.
  second.send({ series: { accuracy: columnsOf([[99, 3]]) } });

  expect(listSeries(db, runId).map(({ name }) => name)).toEqual(["accuracy"]);
  expect(findSeries(db, runId, "accuracy")).toMatchObject({
    count: 110,
    lastStep: 109,
    lastValue: 2,
    max: 3,
  });
  expect(listMedia(db, runId).map(({ step }) => step)).toEqual([90]);
  expect(listEpisodes(db, { runIds: [runId] }).map(({ startStep, endStep }) => [startStep, endStep])).toEqual(
    [[50, 99]],
  );
  expect(readLog(db, { runId }).lines.map(({ text }) => text)).toEqual(["first attempt", "again"]);
  expect(getRun(db, runId).step).toBe(109);
});

test("a trainer whose run was taken over is told to stop, but its last retry is acknowledged", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({});
  changeStatus(db, runId, { status: "lost" });
  claimRun(db, runId, { pid: 2, pidStartedAt: 2 });
  expect(appendEvents(db, { runId, attempt: 1, seq: 1 })).toMatchObject({ outcome: "duplicate" });
  expect(() => appendEvents(db, { runId, attempt: 1, seq: 2 })).toThrow(
    expect.objectContaining({
      code: "conflict",
      message: expect.stringContaining("superseded by attempt 2"),
    }),
  );
});

test("an ended run stays ended; one presumed lost takes its trainer's word", () => {
  const db = freshDatabase();
  const ended = startRun(db);
  ended.send({ status: { status: "diverged", wallTimeMs: 5, step: 3, message: "loss is NaN" } });
  ended.send({ status: { status: "finished", wallTimeMs: 6 } });
  expect(getRun(db, ended.runId)).toMatchObject({ status: "diverged", message: "loss is NaN", endedStep: 3 });

  const lost = startRun(db);
  changeStatus(db, lost.runId, { status: "lost", message: "no heartbeat" });
  lost.send({ status: { status: "finished", wallTimeMs: 6 } });
  expect(getRun(db, lost.runId)).toMatchObject({ status: "finished", endedAt: 6 });
});

test("a run's number of attempts follows a client that counts its own", () => {
  const db = freshDatabase();
  const runId = createRun(db, { id: "external-1", config: { workload: "ring-gan" } });
  appendEvents(db, { runId, attempt: 1, seq: 1, series: { accuracy: columnsOf([[0, 1]]) } });
  expect(getRun(db, runId).attempt).toBe(1);
});

test("a retreat replaces what the run recorded since, keeps its log, and moves an earlier retreat to where it stands", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const action = (step: number, name: "retreat" | "skip-step") =>
    ({
      step,
      wallTimeMs: step,
      on: "exploding",
      action: name,
      series: "gradient_norm/rnn",
      reason: "norm 9",
      outcome: "done",
    }) as const;
  const checkpoint = (step: number) =>
    ({ step, wallTimeMs: step, sha256, bytes: 1, metric: step, better: "higher", keep: 3 }) as const;
  const points = (from: number, to: number, value: number) => ({
    "loss/rnn": columnsOf(Array.from({ length: to - from + 1 }, (_, index) => [from + index, value])),
  });
  send({
    series: points(1, 100, 1),
    log: [{ wallTimeMs: 1, level: "info", text: "exploded" }],
    media: [anImage(40), anImage(80)],
    checkpoints: [checkpoint(40), checkpoint(80)],
    guardActions: [action(60, "retreat"), action(30, "skip-step"), action(70, "skip-step")],
  });
  send({
    retreatTo: 50,
    series: points(51, 60, 2),
    checkpoints: [checkpoint(50)],
    guardActions: [action(50, "retreat")],
  });
  const series = findSeries(db, runId, "loss/rnn")!;
  expect(series).toMatchObject({ count: 60, firstStep: 1, lastStep: 60, lastValue: 2 });
  expect(getRun(db, runId)).toMatchObject({ step: 60, attempt: 1 });
  expect(listMedia(db, runId).map(({ step }) => step)).toEqual([40]);
  expect(readLog(db, { runId, limit: 10 }).lines.map(({ text }) => text)).toEqual(["exploded"]);
  expect(listCheckpoints(db, runId).map(({ kind, step }) => [kind, step])).toEqual([
    ["last", 50],
    ["best", 50],
    ["last", 40],
  ]);
  expect(listGuardActions(db, runId).map(({ step, action }) => [step, action])).toEqual([
    [30, "skip-step"],
    [50, "retreat"],
    [50, "retreat"],
  ]);
});
