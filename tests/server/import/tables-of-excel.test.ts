import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { getRun } from "../../../db/store/runs/runs";
import { listSeries } from "../../../db/store/series/series";
import { cellValue, decimalMarkOf } from "../../../server/import/text/cell-value";
import { encodingOf } from "../../../server/import/text/encoding";
import { importPlace, pointsOf } from "./import-here";

const utf16le = (text: string) => Buffer.from(text, "utf16le");
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

test.each([
  ["little-endian", utf16le],
  ["big-endian", utf16be],
])(
  "UTF-16, %s, is read by its mark, as it grows too, with line breaks in quotes and letters that hold a 10",
  (_, encode) => {
    const { db, write, import: importAll } = importPlace();
    // U+0A0D and U+0D0A are letters of two alphabets, and their bytes those of line breaks.
    const file = write(
      "m.csv",
      encode('\uFEFFstep\tloss\tnote\r\n0\t0.5\t\u0a0d\u0d0a\r\n1\t0.25\t"a\n7\t8"\r\n2\t0.1'),
    );
    const [run] = importAll(file);
    appendFileSync(file, encode("25\t\r\n3\t1\t\u0a0d"));
    expect(importAll(file)).toMatchObject([{ runId: run!.runId, points: 2 }]);
    expect(pointsOf(db, run!.runId, "loss")).toEqual([
      [0, 0.5],
      [1, 0.25],
      [2, 0.125],
      [3, 1],
    ]);
    expect(listSeries(db, run!.runId).map(({ name }) => name)).toEqual(["loss"]);
  },
);

test("UTF-16 of many blocks is read to its end, each line once", () => {
  const { db, write, import: importAll } = importPlace();
  const rows = Array.from({ length: 30_000 }, (_, step) => `${step},${step}\u0a0d`);
  const [run] = importAll(
    write("m.csv", utf16le(`\uFEFFstep,loss,note\n${rows.join("\n").replaceAll("\u0a0d", ",\u0a0d")}\n`)),
  );
  expect(pointsOf(db, run!.runId, "loss")).toEqual(rows.map((_, step) => [step, step]));
});

test("JSON Lines and a trainer's state in UTF-16 are read", () => {
  const { write, import: importAll } = importPlace();
  const line = `${JSON.stringify({ step: 0, metrics: { loss: 1 } })}\n`;
  expect(importAll(write("m.jsonl", utf16le(`\uFEFF${line}`)))).toMatchObject([{ points: 1 }]);
  const state = JSON.stringify({ log_history: [{ step: 1, loss: 2 }] });
  expect(importAll(write("out/trainer_state.json", utf16be(`\uFEFF${state}`)))).toMatchObject([
    { points: 1 },
  ]);
});

test("the last line break of UTF-16 is found at whole characters only", () => {
  const encoding = encodingOf(Buffer.from([0xff, 0xfe]));
  const bytes = utf16le("a\n\u0a00\u000a0\u0a41");
  expect(encoding.afterLastBreak(bytes, bytes.length)).toBe(8);
  expect(encoding.afterLastBreak(bytes, 7)).toBe(4);
  expect(encoding.afterLastBreak(bytes, 3)).toBe(0);
});

test("semicolons with decimal commas, as Excel writes them in most of Europe, behind a line that names the delimiter", () => {
  const { db, write, import: importAll } = importPlace();
  const file = write(
    "m.csv",
    "\uFEFFsep=;\r\nstep;timestamp;loss;norm\r\n0;1700000000,5;0,5;1,234\r\n1;1700000001,5;-2,5E-03;1.234,5\r\n",
  );
  const [run] = importAll(file);
  expect(run!.remarks).toEqual([]);
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 0.5],
    [1, -0.0025],
  ]);
  expect(pointsOf(db, run!.runId, "norm")).toEqual([
    [0, 1.234],
    [1, 1234.5],
  ]);
  expect(getRun(db, run!.runId)).toMatchObject({ startedAt: 1_700_000_000_500, endedAt: 1_700_000_001_500 });
  appendFileSync(file, "2;;0,125;1.234\r\n");
  const [grown] = importAll(file);
  expect(grown).toMatchObject({ runId: run!.runId, points: 1 });
  expect(grown!.remarks).toEqual([
    'Left out: 1 numbers whose mark may part thousands or a fraction (the first: "1.234" in line 5); write them without marks for thousands.',
  ]);
});

test("a number that may be a thousand or one and a bit is left out and said", () => {
  const { db, write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", "step;loss\n0;1,234\n1;12\n"));
  expect(pointsOf(db, run!.runId, "loss")).toEqual([[1, 12]]);
  expect(run!.remarks[0]).toMatch(/thousands or a fraction \(the first: "1,234" in line 2\)/);
});

test("decimal commas between cells that commas separate are refused with what to do", () => {
  const { write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", "step,loss\n0,0,5\n1,0,25\n"));
  expect(run).toMatchObject({ isThere: false, unread: { code: "invalid" } });
  expect(run!.unread!.message).toMatch(
    /m\.csv: expected 2 cells a row as in its header, got 3 .* separate the cells by semicolons$/,
  );
  expect(importAll(write("trailing.csv", "step,loss\n0,0.5,\n1,0.25,\n"))).toMatchObject([{ points: 2 }]);
});

test.each([
  ["0,5", ".", 0.5],
  ["-12,25", ".", -12.25],
  ["1,5e-3", ".", 0.0015],
  ["1,234", ".", undefined],
  ["1,234", ",", 1.234],
  ["1.234", ".", 1.234],
  ["1.234", ",", undefined],
  ["0.234", ",", 0.234],
  ["1.234,5", ".", 1234.5],
  ["1,234.5", ".", 1234.5],
  ["1,234,567", ",", 1_234_567],
  ["1.234.567", ".", 1_234_567],
  ["-0", ".", -0],
  ["+Inf", ".", Number.POSITIVE_INFINITY],
  ["1,2,3", ".", undefined],
  ["v1.2", ".", undefined],
] as const)("the cell %j where fractions are marked by %j is %d", (cell, mark, value) => {
  expect(cellValue(cell, mark)).toBe(value);
});

test("a table's mark is what some of its cells show beyond doubt", () => {
  expect(decimalMarkOf(["1,234", "0,5"])).toBe(",");
  expect(decimalMarkOf(["1,234", "7"])).toBe(".");
  expect(decimalMarkOf(["0.5", "0,5"])).toBe(".");
  expect(decimalMarkOf(["1.234,5"])).toBe(",");
  expect(decimalMarkOf(["1,234.5"])).toBe(".");
});
