import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { openRun, type Run } from "../../clients/node/open-run";
import type { Database } from "../../db/database";
import { mediaFile } from "../../db/home";
import { listBranches } from "../../db/store/branches/branches";
import { readLog } from "../../db/store/log-lines";
import { listMedia } from "../../db/store/media/media";
import { pointsOf as pointsIn } from "../../db/store/points/points";
import { listTags, readCursor } from "../../db/store/runs/external-runs";
import { getRun } from "../../db/store/runs/runs";
import { findSeries } from "../../db/store/series/series";
import { client } from "../server/support/client";
import { serverHere } from "../server/support/servers";
import { waitFor } from "../server/support/wait-for";
import { freshDatabase, freshHome } from "../setup/database";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

function pointsOf(db: Database, run: string, name: string): [number, number][] {
  const { step, value } = pointsIn(db, findSeries(db, run, name)!).columns(0, Number.MAX_SAFE_INTEGER);
  return Array.from(step, (at, index) => [at, value[index]!]);
}

async function open(options: Parameters<typeof openRun>[0] = {}) {
  const home = freshHome();
  return { home, db: freshDatabase(home), run: await openRun({ home, ...options }) };
}

test("what is logged is stored as it was: any names at any call, NaN and the infinities, steps in any order", async () => {
  const { db, run } = await open({ id: "r" });
  run.log({ loss: 1, "train/acc": Number.NaN }, 0);
  run.log({ "train/acc": 0.5, loss: Number.POSITIVE_INFINITY }, 1);
  run.log({ loss: Number.NEGATIVE_INFINITY }, 5);
  run.log({}, 6);
  run.log({ loss: -0.5, fresh: 1e-300 }, 3);
  run.log({ loss: 7 });
  await run.finish();
  expect(pointsOf(db, "r", "loss")).toEqual([
    [0, 1],
    [1, Number.POSITIVE_INFINITY],
    [3, -0.5],
    [4, 7],
    [5, Number.NEGATIVE_INFINITY],
  ]);
  expect(pointsOf(db, "r", "train/acc")).toEqual([
    [0, Number.NaN],
    [1, 0.5],
  ]);
  expect(pointsOf(db, "r", "fresh")).toEqual([[3, 1e-300]]);
});

test("images are stored as files, in a folder and at a server, and what is none is refused at once", async () => {
  const { home, db, run } = await open({ id: "r" });
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  );
  for (let step = 0; step < 30; step++) run.image("samples", png, step);
  expect(() => run.image("samples", png.subarray(1), 1)).toThrow(/expected the bytes of a PNG/);
  expect(() => run.image("samples", Buffer.concat([png, Buffer.alloc(2 ** 20)]), 1)).toThrow(
    /at most 1048576/,
  );
  expect(() => run.image("", png, 1)).toThrow(/Invalid image: name/);
  expect(() => run.image("samples", png, -1)).toThrow(/Invalid image: step/);
  await run.finish();
  const stored = listMedia(db, "r");
  expect(stored.map(({ name, step, width }) => [name, step, width])).toEqual(
    Array.from({ length: 30 }, (_, step) => ["samples", step, 1]),
  );
  expect(readFileSync(mediaFile(home, stored[0]!.sha256))).toEqual(png);

  const there = freshHome();
  const { url } = await serverHere(there);
  const remote = await openRun({ url, id: "remote" });
  remote.image("samples", png, 3);
  await remote.finish();
  expect(listMedia(freshDatabase(there), "remote")).toMatchObject([{ step: 3 }]);
  expect(readFileSync(mediaFile(there, stored[0]!.sha256))).toEqual(png);
});

test("the run says what it is, what it is set to, and how it ended", async () => {
  const { db, run } = await open({
    name: "Mine",
    config: { lr: 0.1, depth: 2 },
    tags: ["a"],
    steps: 9,
    seed: 3,
  });
  run.note("hello");
  run.note("careful", "warning");
  run.configure({ lr: 0.2 });
  run.log({ loss: 1 }, 0);
  await Promise.all([run.flush(), run.flush()]);
  expect(getRun(db, run.id)).toMatchObject({ status: "running", step: 0 });
  await run.finish("diverged", "the loss exploded");
  expect(getRun(db, run.id)).toMatchObject({
    name: "Mine",
    status: "diverged",
    message: "the loss exploded",
    totalSteps: 9,
    seed: 3,
    config: { settings: { lr: 0.2, depth: 2 } },
  });
  expect(listTags(db, run.id)).toEqual(["a"]);
  expect(readLog(db, { runId: run.id }).lines).toMatchObject([
    { level: "info", text: "hello" },
    { level: "warning", text: "careful" },
  ]);
  expect(() => run.log({ loss: 1 }, 1)).toThrow(/is finished; open another, or resume it/);
});

/** Numbers from a fixed sequence. */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

test("thousands of combinations of names, and repeated steps, come out as a map filled in the same order", async () => {
  const { db, run } = await open({ id: "r" });
  const random = randomNumbers(7);
  const expected = new Map<string, Map<number, number>>();
  for (let call = 0; call < 20_000; call++) {
    const metrics: Record<string, number> = {};
    // Up to 2,047 combinations in whichever order they come.
    for (let left = random(12); left > 0; left--) metrics[`m${random(11)}`] = random(1e6) - 5e5;
    const step = random(4_000);
    run.log(metrics, step);
    for (const [name, value] of Object.entries(metrics))
      expected.set(name, (expected.get(name) ?? new Map()).set(step, value));
  }
  await run.finish();
  for (const [name, points] of expected)
    expect(pointsOf(db, "r", name)).toEqual([...points].sort(([left], [right]) => left - right));
  expect(expected.size).toBe(11);
});

test("what is no step, no number or no name is refused by the call, which records nothing of it", async () => {
  const { db, run } = await open({ id: "r" });
  const log = run.log as (metrics: unknown, step?: unknown) => void;
  const refusals: [unknown, unknown, RegExp][] = [
    [{ loss: 1 }, 0.5, /Expected step to be a whole number from 0 to 9007199254740991, got 0\.5/],
    [{ loss: 1 }, -1, /got -1/],
    [{ loss: 1 }, 2 ** 53, /got 9007199254740992/],
    [{ loss: 1 }, "3", /got "3"/],
    [{ loss: 1, other: "low" }, 1, /Expected metric "other" to be a number, got "low"/],
    [{ other: 1, loss: undefined }, 1, /Expected metric "loss" to be a number, got nothing/],
    [{ loss: 1, "/a": 2 }, 1, /start with a visible one other than "\/".*got "\/a"/],
    [{ ["x".repeat(201)]: 2 }, 1, /1 to 200 characters/],
  ];
  for (const [metrics, step, message] of refusals) expect(() => log(metrics, step)).toThrow(message);
  run.log({ loss: 2, other: 3 }, 1);
  await run.finish();
  expect(pointsOf(db, "r", "loss")).toEqual([[1, 2]]);
  expect(pointsOf(db, "r", "other")).toEqual([[1, 3]]);
});

test("a run that is there is refused, and resumed where that is asked for", async () => {
  const { home, db, run } = await open({ id: "r" });
  for (let step = 0; step < 10; step++) run.log({ loss: step }, step);
  await run.finish("crashed");
  await expect(openRun({ home, id: "r" })).rejects.toThrow(/"r" is there already.*resume: true/);
  const again = await openRun({ home, id: "r", resume: true });
  expect([again.attempt, again.lastStep]).toEqual([2, 9]);
  again.log({ loss: -1 }, 5);
  again.log({ loss: -2 });
  await again.finish();
  expect(pointsOf(db, "r", "loss").slice(4)).toEqual([
    [4, 4],
    [5, -1],
    [6, -2],
  ]);
  expect(listBranches(db, "r")).toMatchObject([{ fromStep: 5, lastStep: 9, points: 5 }]);
  const first = await openRun({ home, id: "new", resume: true });
  expect([first.attempt, first.lastStep]).toEqual([1, null]);
  await first.finish();
});

test("options that make no sense are refused by name", async () => {
  const refused = (options: object) => expect(openRun(options as never)).rejects;
  await refused({ id: "a/b" }).toThrow(/Invalid run: A run id is 1 to 64/);
  await refused({ nam: "x" }).toThrow(/"nam"; did you mean "name"\?/);
  await refused({ url: "localhost", home: "x" }).toThrow(/expected url or home, got both/);
  await refused({ url: "localhost:3000" }).toThrow(/Expected url to be the address of a server/);
});

test("at a server, a person's request to stop reaches the program, and what a wrong token gets is said", async () => {
  const home = freshHome();
  const { url } = await serverHere(home, { token: "secret" });
  await expect(openRun({ url, token: "wrong" })).rejects.toThrow(/refuses \(401\): The token is not the one/);
  const run = await openRun({ url, token: "secret", id: "r" });
  await expect(openRun({ url, token: "secret", id: "r" })).rejects.toThrow(/"r" is there already/);
  run.log({ loss: Number.NaN }, 3);
  await run.flush();
  await client(url, { authorization: "Bearer secret" }).runs.cancel.mutate({ id: "r" });
  await waitFor("a request to stop", () => {
    run.log({ loss: 1 }, 4);
    return run.stopRequested.aborted;
  });
  await run.finish("cancelled");
  const db = freshDatabase(home);
  expect(pointsOf(db, "r", "loss")).toEqual([
    [3, Number.NaN],
    [4, 1],
  ]);
  expect(readCursor(db, "r")).toMatchObject({ status: "cancelled", lastStep: 4 });
});

test("a program whose run another one took over is told so by its next calls", async () => {
  const { home, run } = await open({ id: "r" });
  run.log({ loss: 1 }, 0);
  await run.flush();
  const other: Run = await openRun({ home, id: "r", resume: true });
  other.log({ loss: 2 }, 1);
  await other.flush();
  await waitFor("a refusal", () => {
    try {
      run.log({ loss: 3 }, 2);
      return undefined;
    } catch (error) {
      return /superseded by attempt 2/.test((error as Error).message);
    }
  });
  await expect(run.finish()).rejects.toThrow(/superseded/);
  await other.finish();
});
