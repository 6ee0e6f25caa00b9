import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listBranches } from "../../../db/store/branches/branches";
import { listSeries } from "../../../db/store/series/series";
import { importPlace, pointsOf } from "./import-here";

test.each([
  ["step,name,value", (step: number, name: string, value: number) => `${step},${name},${value}`],
  ["series,step,value", (step: number, name: string, value: number) => `${name},${step},${value}`],
  ["step,variable,value", (step: number, name: string, value: number) => `${step},${name},${value}`],
  ["Value;Metric;Epoch", (step: number, name: string, value: number) => `${value};${name};${step}`],
])("a table of %s has as many series as it has names", (header, row) => {
  const { db, write, import: importAll } = importPlace();
  const rows = [row(0, "loss", 1), row(0, "acc", 0.5), row(1, "loss", 2), row(1, "acc", 0.75)];
  const [run] = importAll(write("m.csv", `${header}\n${rows.join("\n")}\n`));
  expect(run).toMatchObject({ points: 4, remarks: [] });
  expect(listSeries(db, run!.runId).map(({ name }) => name)).toEqual(["acc", "loss"]);
  expect(pointsOf(db, run!.runId, "acc")).toEqual([
    [0, 0.5],
    [1, 0.75],
  ]);
});

test("without a step the values of each series are counted, on over a later import", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write("m.csv", "series,value\nloss,1\nacc,0.5\nloss,2\nnote,good\n");
  const [run] = importAll(file);
  appendFileSync(file, "acc,0.75\nloss,3\n");
  expect(importAll(file)).toMatchObject([{ runId: run!.runId, points: 2 }]);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(pointsOf(db, run!.runId, "acc")).toEqual([
    [0, 0.5],
    [1, 0.75],
  ]);
});

test.each([
  ["a row a point", "run,step,tag,value", (run: string, step: number) => `${run},${step},loss,${step}`],
  ["a row a step", "step,run,loss", (run: string, step: number) => `${step},${run},${step}`],
])(
  "runs that share a table with %s are never mixed: the first is the run, others are series under their names",
  (_, header, row) => {
    const { db, write, import: importAll } = importPlace();
    const rows = ["a", "b", "c"].flatMap((run) => [0, 1, 2].map((step) => row(run, step)));
    const [run] = importAll(write("m.csv", `${header}\n${rows.join("\n")}\n`));
    expect(listSeries(db, run!.runId).map(({ name, count }) => [name, count])).toEqual([
      ["b/loss", 3],
      ["c/loss", 3],
      ["loss", 3],
    ]);
    expect(run!.remarks).toEqual([
      'It has rows of several runs: those of "a" are the run\'s, the series of others go under their names, "b/..." first.',
    ]);
    expect(listBranches(db, run!.runId)).toEqual([]);
  },
);
