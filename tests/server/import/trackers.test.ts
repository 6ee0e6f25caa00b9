import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listBranches } from "../../../db/store/branches/branches";
import { listTags } from "../../../db/store/runs/external-runs";
import { getRun } from "../../../db/store/runs/runs";
import { listSeries } from "../../../db/store/series/series";
import { crc32 } from "../../../server/import/wandb/crc32";
import { importPlace, pointsOf } from "./import-here";

const files = join(import.meta.dirname, "files");
const wandbFile = join(files, "wandb", "offline-run-20260101_000000-abc123", "run-abc123.wandb");

const state = (entries: readonly Record<string, unknown>[]) =>
  JSON.stringify({ max_steps: 30, num_train_epochs: 3, log_history: entries }).replaceAll('"NaN"', "NaN");
const entry = (step: number, loss: unknown = 1 / step) => ({ epoch: step / 10, loss, grad_norm: 2, step });

test("CRC-32 gives the answer of the usual check", () => {
  expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
});

test("trainer_state.json: of a run's checkpoints the longest history counts, and a longer one adds what is new", () => {
  const { db, folder, write, import: importAll } = importPlace();
  write("out/checkpoint-10/trainer_state.json", state([entry(5), entry(10)]));
  write(
    "out/checkpoint-20/trainer_state.json",
    state([entry(5), entry(10), { eval_loss: 3, step: 10 }, entry(20, "NaN")]),
  );
  const [run, ...others] = importAll(folder);
  expect(others).toEqual([]);
  expect(run).toMatchObject({ name: "out", format: "trainer-state", points: 10 });
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [5, 0.2],
    [10, 0.1],
    [20, Number.NaN],
  ]);
  expect(pointsOf(db, run!.runId, "eval_loss")).toEqual([[10, 3]]);
  expect(getRun(db, run!.runId)).toMatchObject({
    totalSteps: 30,
    config: { settings: { num_train_epochs: 3 } },
  });
  write(
    "out/checkpoint-30/trainer_state.json",
    state([entry(5), entry(10), { eval_loss: 3, step: 10 }, entry(20, "NaN"), entry(30)]),
  );
  expect(importAll(folder)).toMatchObject([{ runId: run!.runId, points: 3 }]);
  expect(importAll(folder)).toMatchObject([{ changed: false }]);
});

test("trainer_state.json: a history that took another way replaces the old one, which is kept as a branch", () => {
  const { db, write, import: importAll } = importPlace();
  importAll(write("trainer_state.json", state([entry(5), entry(10, 7)])));
  const [run] = importAll(write("trainer_state.json", state([entry(5), entry(10, 8), entry(15)])));
  expect(pointsOf(db, run!.runId, "loss").map(([step]) => step)).toEqual([5, 10, 15]);
  expect(listBranches(db, run!.runId)).toMatchObject([{ fromStep: 5, lastStep: 10 }]);
});

test("trainer_state.json that was cut off is told", () => {
  const { write, import: importAll } = importPlace();
  const [run] = importAll(write("trainer_state.json", state([entry(5)]).slice(0, 60)));
  expect(run!.unread?.message).toMatch(/was it cut off\?/);
});

test("an offline run of W&B: history, name, config, tags; a record of several blocks is put together", () => {
  const { db, import: importAll } = importPlace();
  const [run] = importAll(join(files, "wandb"));
  const id = run!.runId;
  expect(run!.remarks).toEqual(['Left out: 1 values that are no numbers (the first: "text").']);
  expect(getRun(db, id)).toMatchObject({ name: "Offline, seed 5", seed: 5, status: "finished" });
  const { settings } = getRun(db, id).config as { settings: Record<string, unknown> };
  expect(settings).toMatchObject({ lr: 0.1, net: { depth: 3 } });
  expect(settings.long).toHaveLength(40_000);
  expect(listTags(db, id)).toEqual(["baseline", "two-words"]);
  expect(listSeries(db, id).map(({ name, count }) => [name, count])).toEqual([
    ["bound", 1],
    ["gradient_norm", 40],
    ["loss", 41],
    ["nested.a", 40],
  ]);
  expect(pointsOf(db, id, "loss").slice(38)).toEqual([
    [38, 1 / 39],
    [39, 1 / 40],
    [100, 9],
  ]);
  expect(pointsOf(db, id, "gradient_norm").at(-1)).toEqual([39, Number.NaN]);
  expect(pointsOf(db, id, "bound")).toEqual([[101, Number.NEGATIVE_INFINITY]]);
  expect(importAll(join(files, "wandb"))).toMatchObject([{ changed: false }]);
});

test("a W&B file that is still written is followed; a damaged one is told with its place", () => {
  const { db, write, import: importAll } = importPlace();
  const whole = readFileSync(wandbFile);
  // Within the first record that spans blocks.
  const file = write("run-abc123.wandb", whole.subarray(0, 40_000));
  const [run] = importAll(file);
  expect(run!.remarks).toEqual([]);
  expect(pointsOf(db, run!.runId, "loss")).toHaveLength(40);
  appendFileSync(file, whole.subarray(40_000));
  expect(importAll(file)).toMatchObject([{ runId: run!.runId, points: 2 }]);
  const broken = Buffer.from(whole);
  broken[2000]! ^= 1;
  writeFileSync(file, broken);
  expect(importAll(file, { name: "broken" })[0]!.remarks).toMatchObject([
    expect.stringMatching(/is damaged at byte \d+: the checksum of a record does not match/),
  ]);
});

test("an mlruns folder: metrics with their steps and times, params as config, tags, name and outcome", () => {
  const { db, folder, import: importAll } = importPlace();
  cpSync(join(files, "mlruns"), join(folder, "mlruns"), { recursive: true });
  const [run, ...others] = importAll(folder);
  expect(others).toEqual([]);
  const id = run!.runId;
  expect(getRun(db, id)).toMatchObject({
    name: "First try",
    status: "crashed",
    message: "Failed, as MLflow recorded",
    seed: 9,
    config: { settings: { lr: "0.1", seed: "9" } },
    startedAt: 1.7e12,
    endedAt: 1.7e12 + 19_000,
  });
  expect(listTags(db, id)).toEqual(["kind=baseline"]);
  expect(pointsOf(db, id, "loss").at(-1)).toEqual([19, 0.05]);
  expect(pointsOf(db, id, "train/gradient_norm").at(-1)).toEqual([19, Number.NaN]);
  expect(pointsOf(db, id, "bound")).toEqual([[3, Number.POSITIVE_INFINITY]]);
  appendFileSync(join(run!.source, "metrics", "loss"), "1700000040000 0.25 20\n");
  expect(importAll(folder)).toMatchObject([{ runId: id, points: 1 }]);
});
