import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listSeries } from "../../../db/store/series/series";
import { joinQuoted } from "../../../server/import/text/join-quoted";
import { importPlace, pointsOf } from "./import-here";

test("text in quotes that holds line breaks is one cell, whatever numbers its lines begin with", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("m.csv", 'step,loss,sample\n0,1,"hello\n7,99,world"\n1,2,"said ""5,\n6"""\r\n2,3,\n');
  const [run] = importAll(file);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(run!.remarks).toEqual(['Left out: 2 cells of text (the first: "hello\\n7,99,world" in line 2).']);
});

test("a header and a row without a step may have line breaks too; rows are counted, not lines", () => {
  const { db, write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", 'loss,"the\nnote"\n1,"a\nb"\n2,"c\nd\ne"\n3,f\n'));
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

test("a row whose quotes are not closed yet is read again once it has grown, in any block of the file", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = Array.from(
    { length: 20_000 },
    (_, step) => `${step},${step / 2},"a\n${step}\n${"b".repeat(20)}"`,
  );
  const file = write("m.csv", `step,loss,note\n${rows.join("\n")}\n20000,1,"begun\n3,4`);
  expect(importAll(file)).toMatchObject([{ points: 20_001 }]);
  appendFileSync(file, ',5\n6"\n20001,2,\n');
  const [run] = importAll(file);
  const points = pointsOf(db, run!.runId, "loss");
  expect(points).toHaveLength(20_002);
  expect(points.every(([step], index) => step === index)).toBe(true);
  expect(points.slice(-3)).toEqual([
    [19_999, 9999.5],
    [20_000, 1],
    [20_001, 2],
  ]);
});

test("a quote that nobody closes ends with its line where the rest of the file is long", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = Array.from({ length: 200_000 }, (_, step) => `${step},${step}`);
  const [run] = importAll(write("m.csv", `step,loss,note\n0,7,"oops\n${rows.join("\n")}\n`));
  expect(pointsOf(db, run!.runId, "loss").length).toBe(100_000);
});

test("lines are joined while a cell's quotes are open, wherever the quotes stand", () => {
  expect(joinQuoted(['a,"b', "c", 'd",e', 'f "g" h', 'i,"j"', '"k'], ",")).toEqual({
    rows: ['a,"b\nc\nd",e', 'f "g" h', 'i,"j"'],
    openAt: 5,
  });
  expect(joinQuoted(['1;"a,""', '"";b"";";2', ";;"], ";").rows).toEqual(['1;"a,""\n"";b"";";2', ";;"]);
});

test("columns of one name stay apart, and cells that no column is for are told", () => {
  const { db, write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", "step,loss,loss,loss\n0,1,2,3\n1,4,5,6,7\n"));
  expect(listSeries(db, run!.runId).map(({ name }) => name)).toEqual(["loss", "loss.1", "loss.2"]);
  expect(pointsOf(db, run!.runId, "loss.1")).toEqual([
    [0, 2],
    [1, 5],
  ]);
  expect(run!.remarks).toEqual([
    "Left out: 1 rows' cells beyond the last column of the header (the first: line 3).",
  ]);
});

test("thousands of columns or metrics, whose first line is long, are recognized", () => {
  const { write, import: importAll } = importPlace();
  const names = Array.from({ length: 2000 }, (_, index) => `some/rather/long/name/of/a/metric/${index}`);
  const wide = `step,${names.join(",")}\n0${",1".repeat(2000)}\n1${",2".repeat(2000)}\n`;
  const metrics = Object.fromEntries(names.map((name) => [name, 1]));
  expect(importAll(write("wide.csv", wide))).toMatchObject([{ format: "csv", points: 4000 }]);
  expect(importAll(write("wide.jsonl", `${JSON.stringify({ step: 0, metrics })}\n`))).toMatchObject([
    { format: "jsonl", points: 2000 },
  ]);
});

test("JSON Lines: groups go under names with dots, what is no number is told, nothing is null", () => {
  const { db, write, import: importAll } = importPlace();
  const line = { step: 0, train: { acc: 0.5, by: { a: 1 } }, phase: "train", sizes: [1, 2], lr: null };
  const [run] = importAll(write("m.jsonl", `\uFEFF${JSON.stringify(line)}\n`));
  expect(listSeries(db, run!.runId).map(({ name }) => name)).toEqual(["train.acc", "train.by.a"]);
  expect(run!.remarks).toEqual(['Left out: 2 values that are no numbers (the first: "phase").']);
});

test("names that the store does not take are changed, and stay apart", () => {
  const { db, write, import: importAll } = importPlace();
  const metrics = { "a\tb": 1, "\ud800": 2, "/c": 3, [`${"n".repeat(300)}1`]: 4, [`${"n".repeat(300)}2`]: 5 };
  const [run] = importAll(write("m.jsonl", `${JSON.stringify({ step: 0, metrics })}\n`));
  const names = listSeries(db, run!.runId).map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(["a b", "c"]);
  expect(names).toHaveLength(5);
  expect(names).toContain("\uFFFD");
});

test("columns named as what every JavaScript object has are columns as any other", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("m.csv", "step,constructor,loss\n0,1,2\n1,3,valueOf\n");
  const [run] = importAll(file);
  expect(pointsOf(db, run!.runId, "constructor")).toEqual([
    [0, 1],
    [1, 3],
  ]);
});
