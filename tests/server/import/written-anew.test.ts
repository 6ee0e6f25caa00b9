import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { listBranches } from "../../../db/store/branches/branches";
import { getRun } from "../../../db/store/runs/runs";
import { listSeries } from "../../../db/store/series/series";
import { importPaths } from "../../../server/import/import-paths";
import { importPlace, pointsOf } from "./import-here";
import { lightningLogger } from "./lightning-logger";

const counts = (db: Database, runId: string) =>
  Object.fromEntries(listSeries(db, runId).map(({ name, count, replaced }) => [name, [count, replaced]]));

const runsOf = (db: Database) => db.statement("SELECT count(*) FROM run").pluck().get();

/** A run of Lightning's with five rows imported, and its file. */
function imported() {
  const place = importPlace();
  const file = join(place.folder, "lightning_logs", "version_0", "metrics.csv");
  const logger = lightningLogger(file);
  for (let step = 0; step < 5; step++) logger.log(step, { train_loss: 1 / (1 + step), epoch: 0 });
  logger.save();
  const [run] = place.import(file);
  expect(run).toMatchObject({ points: 10, name: "version_0" });
  return { ...place, file, logger, id: run!.runId };
}

test("Lightning's file with a new column is the same run: old points once, new ones added, nothing orphaned", () => {
  const { db, file, logger, id, import: importAll } = imported();
  logger.log(5, { "acc/val": 0.5, epoch: 0 });
  logger.save();
  logger.log(6, { train_loss: 0.1, epoch: 1 });
  logger.save();
  expect(readFileSync(file, "utf8").split("\r\n").slice(0, 2)).toEqual([
    "acc/val,epoch,step,train_loss",
    ",0,0,1",
  ]);
  expect(importAll(file)).toMatchObject([{ runId: id, points: 4, remarks: [] }]);
  expect(counts(db, id)).toEqual({ "acc/val": [1, 0], epoch: [7, 0], train_loss: [6, 0] });
  expect(pointsOf(db, id, "acc/val")).toEqual([[5, 0.5]]);
  expect(listBranches(db, id)).toEqual([]);
  expect(getRun(db, id)).toMatchObject({ status: "finished", step: 6 });
  expect(importAll(file)).toMatchObject([{ runId: id, points: 0, changed: false }]);
});

test("while it is half written nothing is made of it, wherever it is cut", () => {
  const { db, file, logger, id, import: importAll } = imported();
  logger.log(5, { "acc/val": 0.5, epoch: 0 });
  const whole = logger.save(true);
  for (let cut = 0; cut < whole.length; cut += 3) {
    writeFileSync(file, whole.slice(0, cut));
    const runs = importAll(dirname(file), { goesOn: true });
    expect(runs.every(({ unread }) => unread === undefined)).toBe(true);
    for (const { runId, points } of runs)
      expect([
        ["", 0],
        [id, 0],
      ]).toContainEqual([runId, points]);
  }
  writeFileSync(file, whole);
  expect(importAll(file)).toMatchObject([{ runId: id, points: 2 }]);
  expect(runsOf(db)).toBe(1);
  expect(listBranches(db, id)).toEqual([]);
});

test("moved to another place meanwhile it is found again", () => {
  const { db, folder, file, logger, id, import: importAll } = imported();
  logger.log(5, { "acc/val": 0.5, epoch: 0 });
  logger.save();
  renameSync(join(folder, "lightning_logs"), join(folder, "moved"));
  const moved = file.replace("lightning_logs", "moved");
  expect(importAll(moved)).toMatchObject([{ runId: id, points: 2 }]);
  expect(runsOf(db)).toBe(1);
});

test("other values are another run: refused in its place with one of them, and a run of its own elsewhere", () => {
  const { db, folder, file, id, import: importAll } = imported();
  const anew = readFileSync(file, "utf8")
    .replace("epoch,step,train_loss", "acc,epoch,step,train_loss")
    .replaceAll(/^(\d.*)$/gm, ",$1")
    .replace("0.25", "0.26");
  writeFileSync(file, anew);
  expect(importAll(file)[0]?.unread).toMatchObject({
    code: "conflict",
    message: expect.stringContaining('"train_loss" at step 3 was 0.25 and is 0.26'),
  });
  expect(pointsOf(db, id, "train_loss")[3]).toEqual([3, 0.25]);
  cpSync(join(folder, "lightning_logs"), join(folder, "other"), { recursive: true });
  const [other] = importAll(file.replace("lightning_logs", "other"));
  expect(other!.runId).not.toBe(id);
  expect(counts(db, other!.runId)).toEqual({ epoch: [5, 0], train_loss: [5, 0] });
});

test("a file that lost a column or began anew is no more of the same run", () => {
  const { db, file, id, import: importAll } = imported();
  writeFileSync(file, "epoch,step\r\n0,0\r\n0,1\r\n0,2\r\n0,3\r\n0,4\r\n");
  const [without] = importAll(file);
  expect(without!.runId).not.toBe(id);
  rmSync(file);
  const logger = lightningLogger(file);
  for (let step = 0; step < 9; step++) logger.log(step, { train_loss: 2 / (1 + step), epoch: 0 });
  logger.save();
  const [again] = importAll(file);
  expect(counts(db, again!.runId)).toEqual({ epoch: [9, 0], train_loss: [9, 0] });
  expect(counts(db, id)).toEqual({ epoch: [5, 0], train_loss: [5, 0] });
});

test("a column that another program put in front of each row is the same run by the place of its file", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = [0, 1, 2].map((step) => `${step},${step / 2}`);
  const file = write("run.csv", `step,loss\n${rows.join("\n")}\n`);
  const [run] = importAll(file);
  write("run.csv", `mean,step,loss\n${rows.map((row, at) => `${at * 10},${row}`).join("\n")}\n3,3,3\n`);
  expect(importAll(file)).toMatchObject([{ runId: run!.runId, points: 5 }]);
  expect(pointsOf(db, run!.runId, "mean")).toEqual([
    [0, 0],
    [1, 10],
    [2, 20],
    [3, 3],
  ]);
  expect(counts(db, run!.runId)).toEqual({ loss: [4, 0], mean: [4, 0] });
});

test("restarts and steps that were logged twice are known again: what was orphaned stays so, once", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = ["0,1", "1,2", "2,3", "3,4", "1,20", "1,21", "2,30"];
  const file = write("run.csv", `step,loss\n${rows.join("\n")}\n`);
  const [run] = importAll(file);
  const id = run!.runId;
  const before = listBranches(db, id);
  expect(before).toMatchObject([{ fromStep: 1, lastStep: 3, points: 3 }]);
  write("run.csv", `step,loss,acc\n${rows.map((row) => `${row},`).join("\n")}\n3,40,0.5\n`);
  expect(importAll(file)).toMatchObject([{ runId: id, points: 2, remarks: [] }]);
  expect(pointsOf(db, id, "loss")).toEqual([
    [0, 1],
    [1, 21],
    [2, 30],
    [3, 40],
  ]);
  expect(listBranches(db, id)).toEqual(before);
});

/** More than a batch holds, so that it is stored in several. */
const manyRows = Array.from({ length: 90_000 }, (_, step) => `${step},${step / 2}`);

test("an import that is killed while it reads once more goes on, and stores each point once", () => {
  const { db, home, write, import: importAll } = importPlace();
  const file = write("run.csv", `step,loss\n${manyRows.join("\n")}\n`);
  const [run] = importAll(file);
  write("run.csv", `step,loss,twice\n${manyRows.map((row, at) => `${row},${2 * at}`).join("\n")}\n`);
  const steps = importPaths({ db, home }, { paths: [file] });
  const first = steps.next().value as { points: number };
  expect(first.points).toBeGreaterThan(10_000);
  expect(importAll(file)).toMatchObject([{ runId: run!.runId, points: 90_000 - first.points }]);
  expect(counts(db, run!.runId)).toEqual({ loss: [90_000, 0], twice: [90_000, 0] });
  expect(listBranches(db, run!.runId)).toEqual([]);
});

test("written anew between two blocks of a reading it is read no further, and wholly by the next import", () => {
  const { db, home, write, import: importAll } = importPlace();
  const file = write("run.csv", `step,loss\n${manyRows.join("\n")}\n`);
  const steps = importPaths({ db, home }, { paths: [file] });
  steps.next();
  write("run.csv", `acc,step,loss\n${manyRows.map((row) => `,${row}`).join("\n")}\n0.5,90000,7\n`);
  let step = steps.next();
  while (!step.done) step = steps.next();
  expect(step.value[0]?.unread).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("was written anew while it was read"),
  });
  const [run] = importAll(file);
  expect(run!.runId).toBe(step.value[0]!.runId);
  expect(counts(db, run!.runId)).toEqual({ acc: [1, 0], loss: [90_001, 0] });
  expect(pointsOf(db, run!.runId, "loss").slice(-2)).toEqual([
    [89_999, 44_999.5],
    [90_000, 7],
  ]);
});

test("a first row that is not written to its end makes no run while it is followed", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("run.csv", "step,loss\n0,0.");
  expect(importAll(file, { goesOn: true })).toMatchObject([{ changed: false, isThere: false }]);
  write("run.csv", "step,loss\n0,0.75\n1,0.");
  expect(importAll(file, { goesOn: true })).toMatchObject([{ points: 1 }]);
  write("run.csv", "step,loss\n0,0.75\n1,0.5\n");
  const [run] = importAll(file);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 0.75],
    [1, 0.5],
  ]);
  expect(runsOf(db)).toBe(1);
});

test("two files that begin alike and go on otherwise are two runs, in whichever order they are imported", () => {
  const { db, write, import: importAll } = importPlace();
  const a = write("a/run.csv", "step,loss\n0,1\n");
  const [one] = importAll(a);
  write("a/run.csv", "step,loss\n0,1\n1,2\n");
  const b = write("b/run.csv", "step,loss\n0,1\n1,20\n2,30\n");
  const [other] = importAll(b);
  expect(other!.runId).not.toBe(one!.runId);
  expect(importAll([a, b])).toMatchObject([
    { runId: one!.runId, points: 1 },
    { runId: other!.runId, points: 0 },
  ]);
  expect(pointsOf(db, one!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
  ]);
});
