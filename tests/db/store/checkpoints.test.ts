import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkpointFile, checkpointsFolder } from "../../../db/home";
import {
  readCheckpoint,
  removeCheckpointFiles,
  sweepCheckpoints,
  writeCheckpoint,
} from "../../../db/store/checkpoints/checkpoint-files";
import {
  forgetCheckpointsAfter,
  listCheckpoints,
  removeUnused,
} from "../../../db/store/checkpoints/checkpoints";
import { createRun } from "../../../db/store/runs/runs";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";
import { startRun } from "../test-run";

const hash = (step: number) => step.toString(16).padStart(64, "0");
const reference = (step: number, metric: number | null, better: "higher" | "lower" = "higher") => ({
  step,
  wallTimeMs: step,
  sha256: hash(step),
  bytes: 1,
  metric,
  better,
  keep: 2,
});

test("the latest few are kept, and the best of all", () => {
  const db = freshDatabase();
  const run = startRun(db);
  run.send({ checkpoints: [reference(10, 0.5), reference(20, 0.9)] });
  run.send({ checkpoints: [reference(30, 0.9), reference(40, Number.NaN), reference(50, null)] });
  expect(listCheckpoints(db, run.runId).map(({ kind, step, metric }) => [kind, step, metric])).toEqual([
    ["last", 50, null],
    ["last", 40, Number.NaN],
    ["best", 20, 0.9],
  ]);
});

test("the best is the lowest where lower is better", () => {
  const db = freshDatabase();
  const run = startRun(db);
  run.send({ checkpoints: [reference(1, 3, "lower"), reference(2, 1, "lower"), reference(3, 2, "lower")] });
  expect(listCheckpoints(db, run.runId).find(({ kind }) => kind === "best")?.step).toBe(2);
});

test("a checkpoint that is made again takes the place of the first", () => {
  const db = freshDatabase();
  const run = startRun(db);
  run.send({ checkpoints: [reference(10, 1)] });
  const before = listCheckpoints(db, run.runId);
  run.send({ checkpoints: [reference(10, 1)] });
  expect(listCheckpoints(db, run.runId)).toEqual(before);
});

test("a file lives as long as some run names it", () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const [first, second] = [startRun(db), startRun(db)];
  const sha256 = writeCheckpoint(home, Buffer.from("state"));
  first.send({ checkpoints: [{ ...reference(10, null), sha256 }] });
  second.send({ checkpoints: [{ ...reference(10, null), sha256 }] });
  expect(forgetCheckpointsAfter(db, home, first.runId, 9)).toBe(1);
  expect(listCheckpoints(db, first.runId)).toEqual([]);
  expect(existsSync(checkpointFile(home, sha256))).toBe(true);
  expect(forgetCheckpointsAfter(db, home, second.runId, 10)).toBe(0);
  expect(forgetCheckpointsAfter(db, home, second.runId, 9)).toBe(1);
  expect(existsSync(checkpointFile(home, sha256))).toBe(false);
  removeUnused(db, home, [sha256]);
});

test("a fork's start stays when its parent moves on, and is refused where it is gone already", () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const run = startRun(db);
  const config = { workload: "ring-gan", steps: 1000 } as const;
  run.send({ checkpoints: [reference(10, null)] });
  const forkId = createRun(db, { config, forkedFrom: { runId: run.runId, step: 10 } });
  run.send({ checkpoints: [reference(20, null), reference(30, null), reference(40, null)] });
  expect(listCheckpoints(db, run.runId).map(({ step }) => step)).toEqual([40, 30]);
  expect(listCheckpoints(db, forkId)).toMatchObject([{ kind: "start", step: 10, sha256: hash(10) }]);
  const tooLate = { config, forkedFrom: { runId: run.runId, step: 20 } };
  expect(() => createRun(db, tooLate)).toThrow("no longer has a checkpoint of step 20");
  expect(createRun(db, { config, forkedFrom: { runId: run.runId, step: 0 } })).not.toBe(forkId);
});

test("a checkpoint lies under the hash of its bytes, with no draft left beside it", () => {
  const home = emptyHome();
  const sha256 = writeCheckpoint(home, Buffer.from("state"));
  expect(readCheckpoint(home, sha256).toString()).toBe("state");
  expect(readdirSync(dirname(checkpointFile(home, sha256)))).toEqual([`${sha256}.ckpt`]);
});

test("a damaged, a truncated and a missing file are refused, and a damaged one is mended by writing it again", () => {
  const home = emptyHome();
  const bytes = Buffer.from("the whole state of a run");
  const sha256 = writeCheckpoint(home, bytes);
  const file = checkpointFile(home, sha256);
  const flipped = readFileSync(file);
  flipped[5] = (flipped[5] ?? 0) ^ 1;
  for (const damaged of [flipped, bytes.subarray(0, -1), Buffer.alloc(0)]) {
    writeFileSync(file, damaged);
    expect(() => readCheckpoint(home, sha256)).toThrow(`is damaged: its ${damaged.length} bytes`);
  }
  expect(writeCheckpoint(home, bytes)).toBe(sha256);
  expect(readCheckpoint(home, sha256)).toEqual(bytes);
  removeCheckpointFiles(home, [sha256]);
  expect(() => readCheckpoint(home, sha256)).toThrow(`Expected a checkpoint at ${file}`);
});

test("what dead trainers left between file and row is swept, once it is old", () => {
  const home = freshHome();
  const db = freshDatabase(home);
  expect(sweepCheckpoints(db, home)).toBe(0);
  const kept = writeCheckpoint(home, Buffer.from("kept"));
  startRun(db).send({ checkpoints: [{ ...reference(10, null), sha256: kept }] });
  const orphan = checkpointFile(home, writeCheckpoint(home, Buffer.from("orphan")));
  const draft = join(checkpointsFolder(home), "ab", "cd.ckpt.0123.part");
  mkdirSync(dirname(draft), { recursive: true });
  writeFileSync(draft, "");
  expect(sweepCheckpoints(db, home)).toBe(0);
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const file of [orphan, draft, checkpointFile(home, kept)]) utimesSync(file, hoursAgo, hoursAgo);
  expect(sweepCheckpoints(db, home)).toBe(2);
  expect([orphan, draft, checkpointFile(home, kept)].map((file) => existsSync(file))).toEqual([
    false,
    false,
    true,
  ]);
});
