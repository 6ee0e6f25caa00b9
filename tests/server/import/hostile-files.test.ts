import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listSeries } from "../../../db/store/series/series";
import { numberOf } from "../../../server/import/text/parse-json";
import { importPlace, pointsOf } from "./import-here";

test.each([
  ["empty.csv", "", "got an empty file"],
  ["spaces.csv", " \n\n", "got nothing but spaces"],
  ["header.csv", "step,loss\n", 'got a single line, "step,loss"'],
  [
    "headless.csv",
    "0,1\n1,2\n",
    'got numbers in its first line, "0,1"; put a line such as "step,loss" above it',
  ],
  ["text.csv", "step,loss\na,b\n", 'got no number in the line below the header, "a,b"'],
  [
    "bare.csv",
    Buffer.from("step,loss\n0,1\n", "utf16le"),
    "UTF-8 is read, and UTF-16 with its byte order mark",
  ],
  ["random.tsv", Buffer.concat([Buffer.alloc(1), randomBytes(3000)]), "got bytes that are no text"],
  ["empty.jsonl", "", "got an empty file"],
  [
    "list.json",
    '[{"step":0,"loss":1}]',
    'got a list; write each of its elements on a line, as jq -c ".[]" does',
  ],
  ["long-list.json", '[\n{"step":0,"loss":1},\n{"step":1}]', "got a list"],
  ["pretty.json", '{\n "step": 1\n}', 'got "{", which is no JSON object'],
  ["stepless.jsonl", '{"loss":1}\n', 'got an object without a number as its step, "{\\"loss\\":1}"'],
])("%s: what is there in place of points is said", (name, content, says) => {
  const { write, import: importAll } = importPlace();
  expect(() => importAll(write(name, content))).toThrow(says);
});

test("a table that the format is named for says the same", () => {
  const { write, import: importAll } = importPlace();
  const [run] = importAll(write("points.txt", "0,1\n1,2\n"), { as: "csv" });
  expect(run!.unread?.message).toMatch(/points\.txt: expected a header .* got numbers in its first line/);
});

test("empty lines and comments may come before the header", () => {
  const { db, write, import: importAll } = importPlace();
  const [run] = importAll(write("m.csv", "# written by a script\r\n\r\nstep,loss\r\n\r\n0,1\r\n\r\n1,2\r\n"));
  expect(run).toMatchObject({ points: 2, remarks: [] });
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test("NaN and the infinities as Python, C and Microsoft's C write them; names of JavaScript's objects are no numbers", () => {
  for (const text of ["NaN", "nan", "-nan", "nan(ind)", "-nan(ind)", "1.#QNAN", "-1.#IND"])
    expect(numberOf(text)).toBeNaN();
  for (const text of ["inf", "+Inf", "Infinity", "1.#INF"])
    expect(numberOf(text)).toBe(Number.POSITIVE_INFINITY);
  for (const text of ["-inf", "-Infinity", "-1.#INF"]) expect(numberOf(text)).toBe(Number.NEGATIVE_INFINITY);
  for (const text of ["constructor", "toString", "__proto__", "1", ""])
    expect(numberOf(text)).toBeUndefined();
  const { db, write, import: importAll } = importPlace();
  const file = write("m.csv", "step,constructor,__proto__\n0,1,toString\n");
  const [run] = importAll(file);
  expect(listSeries(db, run!.runId).map(({ name, count }) => [name, count])).toEqual([["constructor", 1]]);
});

test("steps that no store keeps are left out with the first of them, and those at the edge are kept", () => {
  const { db, write, import: importAll } = importPlace();
  const [run] = importAll(
    write("m.csv", "step,loss\n0,1\n9007199254740991,2\n9007199254740993,3\n-1,4\n0.5,5\n1e18,6\n"),
  );
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 1],
    [Number.MAX_SAFE_INTEGER, 2],
  ]);
  expect(run!.remarks).toEqual([
    'Left out: 4 points whose step is no whole number from 0 (the first: step 9007199254740992 of "loss").',
  ]);
});

test("a metric of MLflow's whose last line was cut off is read up to it, and lines of nonsense are counted", () => {
  const { db, folder, write, import: importAll } = importPlace();
  write("mlruns/1/ab/meta.yaml", "run_id: ab\n");
  write("mlruns/1/ab/metrics/loss", "1700000000000 0.5 0\nx y z\n1700000000001 -nan 1\n1700000000002 0.25");
  const [run] = importAll(join(folder, "mlruns"));
  expect(pointsOf(db, run!.runId, "loss")).toEqual([
    [0, 0.5],
    [1, Number.NaN],
  ]);
  expect(run!.remarks).toEqual([
    'Left out: 1 lines that are no "timestamp value step" (the first: in loss).',
  ]);
});
