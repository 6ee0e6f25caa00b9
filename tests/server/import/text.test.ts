import { appendFileSync, cpSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listBranches, readBranch } from "../../../db/store/branches/branches";
import { listTags } from "../../../db/store/runs/external-runs";
import { getRun } from "../../../db/store/runs/runs";
import { findSeries, listSeries } from "../../../db/store/series/series";
import { importPaths } from "../../../server/import/import-paths";
import { splitRow } from "../../../server/import/text/split-row";
import { importPlace, pointsOf } from "./import-here";

const line = (step: number, metrics: Record<string, unknown>) => `${JSON.stringify({ step, metrics })}\n`;

test("a trace becomes a run with its name, config, seed, steps, tags and series; non-finite values stay themselves", () => {
  const { db, write, import: importAll } = importPlace();
  const header = { run: "ring, seed 3", config: { seed: 3, steps: 10, lr: 0.1 }, tags: ["base line"] };
  const file = write(
    "ring.jsonl",
    `${JSON.stringify(header)}\n${line(0, { loss: 1, accuracy: "NaN" })}${line(1, { loss: "Infinity" })}{"step":2,"metrics":{"loss":NaN}}\n`,
  );
  const [run] = importAll(file);
  const id = run!.runId;
  expect(run).toMatchObject({ points: 4, format: "jsonl", changed: true, isThere: true });
  expect(getRun(db, id)).toMatchObject({
    name: "ring, seed 3",
    workload: "external",
    status: "finished",
    seed: 3,
    totalSteps: 10,
    step: 2,
  });
  expect(listTags(db, id)).toEqual(["base-line"]);
  expect(pointsOf(db, id, "loss")).toEqual([
    [0, 1],
    [1, Number.POSITIVE_INFINITY],
    [2, Number.NaN],
  ]);
  expect(findSeries(db, id, "accuracy")).toMatchObject({ count: 1, nonFinite: 1 });
});

test("importing again adds nothing, from elsewhere too; a file that grew adds what is new", () => {
  const { db, folder, write, import: importAll } = importPlace();
  const file = write("logs/a/run.jsonl", line(0, { loss: 1 }) + line(1, { loss: 2 }));
  const [first] = importAll(join(folder, "logs"));
  expect(first).toMatchObject({ name: "a/run", points: 2 });
  renameSync(join(folder, "logs"), join(folder, "moved"));
  expect(importAll(join(folder, "moved"))).toMatchObject([
    { runId: first!.runId, points: 0, changed: false, isThere: true },
  ]);
  appendFileSync(file.replace("/logs/", "/moved/"), line(2, { loss: 3 }));
  expect(importAll(join(folder, "moved"))).toMatchObject([{ runId: first!.runId, points: 1, changed: true }]);
  expect(findSeries(db, first!.runId, "loss")).toMatchObject({ count: 3, replaced: 0 });
});

test("a last line that is not whole yet is read once it is", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("run.jsonl", `${line(0, { loss: 1 })}{"step":1,"metr`);
  const [run] = importAll(file);
  expect(run).toMatchObject({ points: 1, remarks: [] });
  appendFileSync(file, 'ics":{"loss":2}}\n');
  expect(importAll(file)).toMatchObject([{ points: 1 }]);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test("where the steps of a series go back it was restarted: what it replaces is kept as an orphaned branch", () => {
  const { db, write, import: importAll } = importPlace();
  const before = [0, 1, 2, 3, 4].map((step) => line(step, { loss: step, accuracy: 10 * step })).join("");
  const after = [3, 4, 5].map((step) => line(step, { loss: 100 + step, accuracy: 0 })).join("");
  const [run] = importAll(write("run.jsonl", before + line(0, { epoch_loss: 1 }) + after));
  const id = run!.runId;
  expect(run!.remarks).toEqual([
    'Steps go back from 4 to 3 (seen in "loss"): taken as a restart; the steps it replaces are kept as an orphaned branch.',
  ]);
  expect(pointsOf(db, id, "loss")).toEqual([0, 1, 2, 103, 104, 105].map((value, step) => [step, value]));
  const [branch, ...others] = listBranches(db, id);
  expect(branch).toMatchObject({ fromStep: 3, lastStep: 4, points: 4 });
  expect(others).toEqual([]);
  expect(readBranch(db, branch!.id, "accuracy")).toMatchObject({ step: [3, 4], value: [30, 40] });
  // A series that counts epochs is none of this.
  expect(findSeries(db, id, "epoch_loss")).toMatchObject({ count: 1, firstStep: 0 });
});

test("a restart is recognized where it comes with a later import", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("run.jsonl", [0, 1, 2, 3].map((step) => line(step, { loss: step })).join(""));
  const [run] = importAll(file);
  appendFileSync(file, line(2, { loss: 20 }));
  importAll(file);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 0],
    [1, 1],
    [2, 20],
  ]);
  expect(listBranches(db, run!.runId)).toMatchObject([{ fromStep: 2, lastStep: 3, points: 2 }]);
});

test("an import that was killed between two commits goes on from the last one", () => {
  const { db, home, write, import: importAll } = importPlace();
  const lines = Array.from({ length: 60_000 }, (_, step) => `${step},${step / 2}`);
  const file = write("run.csv", `step,loss\n${lines.join("\n")}\n`);
  const steps = importPaths({ db, home }, { paths: [file] });
  const first = steps.next().value as { points: number };
  expect(first.points).toBeGreaterThan(10_000);
  expect(first.points).toBeLessThan(60_000);
  const [run] = importAll(file);
  expect(run!.points).toBe(60_000 - first.points);
  expect(findSeries(db, run!.runId, "loss")).toMatchObject({ count: 60_000, replaced: 0, lastStep: 59_999 });
  expect(getRun(db, run!.runId)).toMatchObject({ status: "finished" });
});

test("a file that was written anew is refused, and goes in under another name", () => {
  const { write, import: importAll } = importPlace();
  const first = line(0, { loss: 1 });
  importAll(write("run.jsonl", first + line(1, { loss: 2 })));
  const file = write("run.jsonl", first + line(1, { loss: 9 }) + line(2, { loss: 9 }));
  expect(importAll(file)[0]?.unread?.message).toMatch(
    /written anew since, with other values: "loss" at step 1 was 2 and is 9; import it as another run with --name/,
  );
  expect(importAll(file, { name: "second" })).toMatchObject([{ points: 3, name: "second" }]);
});

test("Lightning's sparse rows: empty cells are no points, text is left out and said", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write(
    "lightning_logs/version_0/metrics.csv",
    "epoch,step,train_loss,val_loss,note\n0,49,0.5,,\n0,99,,0.75,good\n1,149,nan,,\n1,149,,-inf,\n",
  );
  const [run] = importAll(join(file, "..", "..", ".."));
  expect(run).toMatchObject({ name: "lightning_logs/version_0", format: "csv", points: 8 });
  expect(run!.remarks).toEqual(['Left out: 1 cells of text (the first: "good" in line 3).']);
  expect(pointsOf(db, run!.runId, "train_loss")).toEqual([
    [49, 0.5],
    [149, Number.NaN],
  ]);
  expect(pointsOf(db, run!.runId, "val_loss")).toEqual([
    [99, 0.75],
    [149, Number.NEGATIVE_INFINITY],
  ]);
});

test("without a column of steps the rows are counted, on over a later import; times are read in seconds", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("history.csv", "timestamp;loss\n1700000000.5;1\n1700000001;2\n");
  const [run] = importAll(file);
  appendFileSync(file, "1700000002;3");
  importAll(file);
  // A last line without an end may go on.
  appendFileSync(file, "5\n");
  importAll(file);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
    [2, 35],
  ]);
  expect(listSeries(db, run!.runId).map(({ name }) => name)).toEqual(["loss"]);
  expect(getRun(db, run!.runId)).toMatchObject({ startedAt: 1_700_000_000_500, endedAt: 1_700_000_002_000 });
});

test("a folder with nothing of use says which formats are understood; an empty trace says that it has no points", () => {
  const { folder, write, import: importAll } = importPlace();
  write("notes.txt", "nothing");
  expect(() => importAll(folder)).toThrow(
    /no file there is of a format that is understood:[\s\S]*\n {2}csv +a \.csv/,
  );
  expect(() => importAll(join(folder, "gone"))).toThrow(/there is no such file or folder/);
  expect(() => importAll(folder, { as: "cvs" })).toThrow('Unknown format "cvs"; did you mean "csv"?');
  expect(importAll(write("empty.csv", "step,loss\n"), { as: "csv" })).toMatchObject([
    { isThere: false, points: 0 },
  ]);
});

test("a table with a row a point has as many series as names, in any order, and is told from one with a column a series", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write(
    "points.csv",
    "step,wallTimeMs,series,value\n0,1700000000000,loss,1\n1,1700000001000,loss,NaN\n0,1700000000000,train/acc,0.5\n1,1700000001000,,9\n1,1700000001000,train/acc,good\n",
  );
  const [run] = importAll(file);
  expect(run).toMatchObject({ points: 3 });
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, Number.NaN],
  ]);
  expect(pointsOf(db, run!.runId, "train/acc")).toEqual([[0, 0.5]]);
  expect(run!.remarks).toEqual([
    "Left out: 1 rows without the name of a series (the first: line 5).",
    'Left out: 1 cells of text (the first: "good" in line 6).',
  ]);
  appendFileSync(file, "2,1700000002000,loss,3\n");
  expect(importAll(file)).toMatchObject([{ points: 1 }]);

  const [wide] = importAll(write("wide.csv", "step,name,value\n0,1,2\n1,3,4\n"));
  expect(listSeries(db, wide!.runId).map(({ name }) => name)).toEqual(["name", "value"]);
});

test("two files of the same name and first line in different places are two runs, and each goes on as itself", () => {
  const { db, folder, write, import: importAll } = importPlace();
  const first = write("a/run.jsonl", line(0, { loss: 1 }) + line(1, { loss: 2 }));
  const second = write("b/run.jsonl", line(0, { loss: 1 }) + line(1, { loss: 20 }));
  const [one] = importAll(first);
  const [other] = importAll(second);
  expect(other!.runId).not.toBe(one!.runId);
  expect(pointsOf(db, one!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(pointsOf(db, other!.runId, "loss")).toEqual([
    [0, 1],
    [1, 20],
  ]);
  appendFileSync(second, line(2, { loss: 30 }));
  expect(importAll([first, second])).toMatchObject([
    { runId: one!.runId, points: 0 },
    { runId: other!.runId, points: 1 },
  ]);
  renameSync(join(folder, "b"), join(folder, "c"));
  expect(importAll(join(folder, "c", "run.jsonl"))).toMatchObject([{ runId: other!.runId, points: 0 }]);
});

test("two runs of the same name and first line in different folders stay two", () => {
  const { folder, write, import: importAll } = importPlace();
  write("a/metrics.csv", "step,loss\n0,1\n1,2\n");
  cpSync(join(folder, "a"), join(folder, "b"), { recursive: true });
  expect(new Set(importAll(folder).map(({ runId }) => runId)).size).toBe(2);
});

test.each([
  ['a,"b,c",d', ["a", "b,c", "d"]],
  ['"say ""hi""",2\r', ['say "hi"', "2"]],
  ["1,,", ["1", "", ""]],
  ['"open,1', ["open,1"]],
])("cells of %j", (row, cells) => {
  expect(splitRow(row, ",")).toEqual(cells);
});
