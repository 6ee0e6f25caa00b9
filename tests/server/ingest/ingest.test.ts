import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { trainedTitle } from "../../../db/contract/workloads";
import { listBranches, readBranch } from "../../../db/store/branches/branches";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { listGuardActions } from "../../../db/store/guard-actions";
import { readLog } from "../../../db/store/log-lines";
import { listMedia } from "../../../db/store/media/media";
import { getRunRows } from "../../../db/store/run-list/run-rows";
import { listTags } from "../../../db/store/runs/external-runs";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase, freshHome } from "../../setup/database";
import { client } from "../support/client";
import { spikedNorms } from "../support/record";
import { serverHere } from "../support/servers";
import { waitFor } from "../support/wait-for";
import { post } from "./post";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function server() {
  const home = freshHome();
  const { url } = await serverHere(home);
  return { home, url, db: freshDatabase(home) };
}

test("the first batch creates the run, and its points, log, tags and config are there when it is acknowledged", async () => {
  const { url, db } = await server();
  const answer = await post(url, {
    run: "my-run",
    seq: 1,
    name: "Mine",
    config: { lr: 0.1 },
    tags: ["baseline", "a"],
    steps: 500,
    seed: 3,
    series: {
      loss: { step: [0, 1], value: [1, "NaN"] },
      "train/acc": { step: [0], value: [0.5], wallTimeMs: [9] },
    },
    log: [{ text: "hello" }],
  });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      run: "my-run",
      attempt: 1,
      seq: 1,
      outcome: "stored",
      points: 3,
      cancelRequested: false,
    },
  });
  expect(getRun(db, "my-run")).toMatchObject({
    name: "Mine",
    workload: "external",
    status: "running",
    seed: 3,
    totalSteps: 500,
    attempt: 1,
    step: 1,
    config: { workload: "external", settings: { lr: 0.1 } },
  });
  expect(listTags(db, "my-run")).toEqual(["a", "baseline"]);
  expect(findSeries(db, "my-run", "loss")).toMatchObject({ count: 2, nonFinite: 1, lastValue: Number.NaN });
  expect(readLog(db, { runId: "my-run" }).lines).toMatchObject([{ level: "info", text: "hello" }]);
  // The dashboard reads it as any other run.
  const detail = await client(url).runs.get.query({ id: "my-run" });
  expect(detail.series.map(({ name }) => name)).toEqual(["loss", "train/acc"]);
  const found = await client(url).runs.list.query({ search: "mine baseline" });
  expect(found.rows).toMatchObject([{ id: "my-run", lastLoss: Number.NaN, totalSteps: 500 }]);
  expect(detail).toMatchObject({
    tags: ["a", "baseline"],
    branches: [],
    id: "my-run",
    workload: "external",
    command: null,
    totalSteps: 500,
  });
});

test("a retry is acknowledged as a duplicate and stores nothing twice", async () => {
  const { url, db } = await server();
  const batch = { run: "r", seq: 1, series: { loss: { step: [0], value: [1] } }, log: [{ text: "once" }] };
  expect((await post(url, batch)).body).toMatchObject({ outcome: "stored" });
  expect((await post(url, batch)).body).toMatchObject({ outcome: "duplicate", points: 0 });
  expect(readLog(db, { runId: "r" }).lines).toHaveLength(1);
});

test("gzip and NDJSON say the same as plain JSON", async () => {
  const { url, db } = await server();
  const lines = [
    { run: "rows", seq: 1, name: "Rows" },
    { step: 0, wallTimeMs: 5, metrics: { loss: 2, gradient_norm: "Infinity" } },
    { step: 1, metrics: { loss: 1 } },
    { log: "careful", level: "warning" },
  ];
  const body = gzipSync(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  const headers = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };
  expect(await post(url, body, headers)).toMatchObject({ status: 200, body: { points: 3 } });
  expect(findSeries(db, "rows", "gradient_norm")).toMatchObject({
    count: 1,
    lastValue: Number.POSITIVE_INFINITY,
  });
  expect(findSeries(db, "rows", "loss")).toMatchObject({ count: 2, lastValue: 1 });
  expect(readLog(db, { runId: "rows" }).lines).toMatchObject([{ level: "warning", text: "careful" }]);
});

test("a resumed run replaces its abandoned steps, which stay as an orphaned branch", async () => {
  const { url, db } = await server();
  const send = (attempt: number, seq: number, more: object) => post(url, { run: "r", attempt, seq, ...more });
  await send(1, 1, { series: { loss: { step: range(0, 100), value: range(0, 100) } } });
  await send(1, 2, { status: { status: "crashed", message: "out of memory" } });
  expect(getRun(db, "r")).toMatchObject({ status: "crashed", message: "out of memory" });
  await send(2, 1, { series: { loss: { step: [60, 61], value: [-1, -2] } } });
  expect(getRun(db, "r")).toMatchObject({ status: "running", message: null, attempt: 2, step: 61 });
  expect(findSeries(db, "r", "loss")).toMatchObject({ count: 62, lastStep: 61, lastValue: -2, replaced: 0 });
  const [branch, ...others] = listBranches(db, "r");
  expect(others).toEqual([]);
  expect(branch).toMatchObject({ attempt: 2, fromStep: 60, lastStep: 99, points: 40 });
  expect(readBranch(db, branch!.id, "loss")).toMatchObject({ step: range(60, 100), value: range(60, 100) });
  expect((await send(1, 3, {})).status).toBe(409);
});

test("a run that is sent after it has trained took as long as its points say, and one that trains as long as it is here", async () => {
  const { url, db } = await server();
  const send = (run: string, wallTimeMs: number[], status: object = {}) =>
    post(url, {
      run,
      seq: 1,
      series: { loss: { step: wallTimeMs.map((_, at) => at), wallTimeMs, value: wallTimeMs } },
      status: { status: "finished", ...status },
    });
  const began = Date.UTC(2024, 4, 1);
  await send("past", [began, began + 60_000]);
  expect(getRun(db, "past")).toMatchObject({ startedAt: began, endedAt: began + 60_000 });
  await send("told", [began, began + 60_000], { wallTimeMs: began + 90_000 });
  expect(getRun(db, "told")).toMatchObject({ startedAt: began, endedAt: began + 90_000 });
  await send("own-clock", [0, 30_000]);
  const { startedAt, endedAt } = getRun(db, "own-clock");
  expect((endedAt ?? 0) - (startedAt ?? 0)).toBe(30_000);
  const now = Date.now() + 3_600_000;
  await send("live", [now, now + 1]);
  expect(getRun(db, "live").startedAt).toBeLessThan(now);
});

test("out-of-order steps are stored in place, and of several values for a step the last wins and is counted", async () => {
  const { url, db } = await server();
  await post(url, { run: "r", seq: 1, series: { loss: { step: [5, 3, 5], value: [1, 2, 3] } } });
  const answer = await post(url, { run: "r", seq: 2, series: { loss: { step: [3, 4], value: [7, 8] } } });
  expect(answer.body).toMatchObject({ points: 2 });
  expect(findSeries(db, "r", "loss")).toMatchObject({
    count: 3,
    replaced: 2,
    firstStep: 3,
    lastStep: 5,
    lastValue: 3,
  });
});

test("a run of Gradiometer's own trainer says what it trains, and another program's is external and no more", async () => {
  const { url, db } = await server();
  await post(url, { run: "ours", seq: 1, config: { workload: "ring-gan" } });
  await post(url, { run: "other", seq: 1, config: { workload: { name: "ring-gan" } } });
  const rows = getRunRows(db, ["ours", "other"]);
  expect(rows.map(trainedTitle)).toEqual(["Ring of Gaussians, external", "External"]);
});

test("an image is stored under its hash and served", async () => {
  const { url, db } = await server();
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  await post(url, { run: "r", seq: 1, media: [{ name: "samples", step: 2, png }] });
  const [item] = listMedia(db, "r");
  expect(item).toMatchObject({ step: 2, name: "samples", width: 1, height: 1 });
  const served = await fetch(`${url}/media/${item?.sha256}.png`);
  expect(Buffer.from(await served.arrayBuffer()).toString("base64")).toBe(png);
});

test("the detectors judge a run that another program trains", async () => {
  const { url, db } = await server();
  const norms = spikedNorms(400, 200, 230);
  await post(url, {
    run: "spiked",
    seq: 1,
    series: {
      gradient_norm: { step: range(0, 400), value: norms },
      loss: { step: range(0, 400), value: norms.map((norm) => Math.log(1 + norm)) },
    },
    status: { status: "finished" },
  });
  const episodes = await waitFor("episodes", () => {
    const found = listEpisodes(db, { runIds: ["spiked"] });
    return found.length > 0 && found;
  });
  expect(episodes).toContainEqual(expect.objectContaining({ kind: "exploding_gradient", startStep: 200 }));
});

test("a client that lost its memory asks where the store is", async () => {
  const { url } = await server();
  expect((await fetch(`${url}/api/ingest/r`)).status).toBe(404);
  await post(url, { run: "r", attempt: 3, seq: 1, series: { loss: { step: [7], value: [1] } } });
  expect(await (await fetch(`${url}/api/ingest/r`)).json()).toEqual({
    run: "r",
    status: "running",
    attempt: 3,
    lastSeq: 1,
    lastStep: 7,
    cancelRequested: false,
  });
});

test("a person's request to stop is in the answer to the next batch", async () => {
  const { url } = await server();
  await post(url, { run: "r", seq: 1 });
  await client(url).runs.cancel.mutate({ id: "r" });
  expect((await post(url, { run: "r", seq: 2 })).body).toMatchObject({ cancelRequested: true });
});

test("a program that says it is paused is told to continue until it says that it runs", async () => {
  const { url } = await server();
  await post(url, { run: "r", seq: 1, status: { status: "paused", message: "the gradient exploded" } });
  expect((await post(url, { run: "r", seq: 2 })).body.continueRequested).toBe(false);
  await client(url).runs.continue.mutate({ id: "r" });
  expect((await post(url, { run: "r", seq: 3 })).body.continueRequested).toBe(true);
  // The answer may have been lost.
  expect((await post(url, { run: "r", seq: 3 })).body).toMatchObject({
    outcome: "duplicate",
    continueRequested: true,
  });
  const again = { status: { status: "running" } };
  expect((await post(url, { run: "r", seq: 4, ...again })).body.continueRequested).toBe(false);
});

test("what a trainer tells beyond points is stored: where it runs, what its guardrails did, what it took back", async () => {
  const { url, db } = await server();
  const at = { wallTimeMs: 1_800_000_000_000 };
  const environment = { backend: "cuda", cpu: "c", cores: 2, packages: { python: "3.12", torch: "2.5.1" } };
  await post(url, {
    run: "r",
    seq: 1,
    environment,
    series: { loss: { step: range(0, 10), value: range(0, 10) } },
  });
  const action = {
    ...at,
    step: 9,
    on: "exploding",
    action: "retreat",
    series: "loss",
    reason: "r",
    outcome: "o",
  };
  const answer = await post(url, {
    run: "r",
    seq: 2,
    retreatTo: 5,
    guardActions: [action],
    series: { loss: { step: [6], value: [-1] } },
  });
  expect(answer.status).toBe(200);
  expect(getRun(db, "r")).toMatchObject({ backend: "cuda", environment, step: 6 });
  const { backend } = await client(url).server.state.query();
  expect(backend.name, "what runs that are started here compute with is another matter").not.toBe("cuda");
  expect(findSeries(db, "r", "loss")).toMatchObject({ count: 7, lastStep: 6, lastValue: -1 });
  expect(listGuardActions(db, "r")).toMatchObject([{ action: "retreat", series: "loss" }]);
  expect(listBranches(db, "r")).toMatchObject([{ fromStep: 6, lastStep: 9, points: 4 }]);
});
