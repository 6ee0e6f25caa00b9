import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listBranches } from "../../../db/store/branches/branches";
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
  expect(run!.remarks).toEqual([
    'Names that the store does not take are changed: 5 (the first: "a\\tb" to "a b").',
  ]);
});

test("a series called __proto__ is kept, and under which name is said", () => {
  const { db, write, import: importAll } = importPlace();
  const files = [
    write("table.csv", "step,__proto__,loss\n0,1,2\n1,3,4\n"),
    write("long.csv", "step,series,value\n0,__proto__,1\n1,__proto__,3\n"),
    write("lines.jsonl", '{"step":0,"__proto__":1}\n{"step":1,"metrics":{"__proto__":3}}\n'),
  ];
  for (const run of importAll(files)) {
    expect(run.remarks).toEqual([
      'Names that the store does not take are changed: 1 (the first: "__proto__" to "series-30e2af38").',
    ]);
    expect(pointsOf(db, run.runId, "series-30e2af38")).toEqual([
      [0, 1],
      [1, 3],
    ]);
  }
});

test("a table sorted newest first is one history, whose blocks and batches are many", () => {
  const { db, write, import: importAll } = importPlace();
  const count = 60_000;
  const rows = Array.from({ length: count }, (_, index) => `${count - 1 - index},${index / 4}`);
  const [run] = importAll(write("m.csv", `step,loss\n${rows.join("\n")}\n`));
  expect(run!.remarks).toEqual([
    "Its steps fall from row to row: taken as one history, sorted newest first, and not as restarts.",
  ]);
  expect(pointsOf(db, run!.runId, "loss")).toEqual(
    Array.from({ length: count }, (_, step) => [step, (count - 1 - step) / 4]),
  );
  expect(listBranches(db, run!.runId)).toEqual([]);
});

test("newest first with a row a point, and a table that rises once among its first rows, which is a restart", () => {
  const { db, write, import: importAll } = importPlace();
  const long = "step,series,value\n2,a,1\n2,b,2\n1,a,3\n1,b,4\n0,a,5\n";
  const [sorted] = importAll(write("long.csv", long));
  expect(pointsOf(db, sorted!.runId, "a")).toEqual([
    [0, 5],
    [1, 3],
    [2, 1],
  ]);
  expect(listBranches(db, sorted!.runId)).toEqual([]);
  const [restarted] = importAll(write("m.csv", "step,loss\n4,1\n5,2\n4,3\n3,4\n"));
  expect(listBranches(db, restarted!.runId)).toHaveLength(2);
});

test("rows without a step whose times fall are numbered as they stand, which is said", () => {
  const { write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", "timestamp,loss\n1700000002,1\n1700000001,2\n1700000000,3\n"));
  expect(run!.remarks).toEqual([expect.stringMatching(/^Its times fall .* the newest 0; sort them/)]);
});

test("a header in a comment, as numpy writes it, names the columns of the numbers below it", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = "0.000000000000000000e+00,5.000000000000000000e-01\n1.000000000000000000e+00,nan\n";
  const [run] = importAll(write("m.csv", `# of a notebook\n# step,loss\n${rows}# the end\n`));
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 0.5],
    [1, Number.NaN],
  ]);
  expect(() => importAll(write("other.csv", "# of a notebook\n0,1\n1,2\n"))).toThrow(
    /got numbers in its first line/,
  );
  expect(() => importAll(write("spaces.csv", "# step loss\n0 1\n1 2\n"))).toThrow(
    /got cells parted by spaces, "1 2"; part them by commas, as numpy.savetxt does with delimiter=","/,
  );
});

test("lines that end in carriage returns alone are told, with what to do", () => {
  const { write, import: importAll } = importPlace();
  const told = /got lines that end in a carriage return alone; write line feeds: tr/;
  expect(() => importAll(write("m.csv", "step,loss\r0,1\r1,2\r"))).toThrow(told);
  expect(() => importAll(write("m.jsonl", '{"step":0,"loss":1}\r{"step":1,"loss":2}\r'))).toThrow(told);
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
