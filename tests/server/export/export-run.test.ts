import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { exportRun } from "../../../server/export/export-run";
import { matchesGlob } from "../../../server/export/matches-glob";
import { columnsOf, startRun, wallTimeOf } from "../../db/test-run";
import { freshDatabase } from "../../setup/database";
import { fromCsv, fromEventFile, fromJsonLines, fromParquet, pointText } from "./read-back";

const anyValue = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 0.1, 1e39, 5e-324),
);
const anyStep = fc.oneof(fc.nat(50), fc.nat(20_000), fc.constant(Number.MAX_SAFE_INTEGER));
const names = ["loss", 'norm, "layer 1"', "gewicht/ß", "z"];
const anyRun = fc.record(
  Object.fromEntries(
    names.map((name) => [name, fc.array(fc.tuple(anyStep, anyValue), { minLength: 1, maxLength: 60 })]),
  ),
);

/** By a typed array; a finite value stays finite. */
function asFloat32(value: number): number {
  const [nearest = 0] = new Float32Array([value]);
  if (Number.isFinite(value) && !Number.isFinite(nearest))
    return value > 0 ? 3.4028234663852886e38 : -3.4028234663852886e38;
  return nearest;
}

async function exported(db: Database, runId: string, options: Record<string, unknown>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of exportRun(db, { runId, ...options }).chunks) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("every format reads back to the stored points, as 32-bit floats for TensorBoard: non-finite values, odd names, large steps", async () => {
  const db = freshDatabase();
  await fc.assert(
    fc.asyncProperty(anyRun, async (recorded) => {
      const { runId, send } = startRun(db);
      send({
        series: Object.fromEntries(
          Object.entries(recorded).map(([name, points]) => [name, columnsOf(points)]),
        ),
      });
      const expected = Object.entries(recorded)
        .flatMap(([name, points]) =>
          [...new Map(points)].map(([step, value]) => pointText(name, step, wallTimeOf(step), value)),
        )
        .sort();
      expect(fromCsv(String(await exported(db, runId, { format: "csv" }))).sort()).toEqual(expected);
      expect(fromJsonLines(String(await exported(db, runId, { format: "jsonl" }))).sort()).toEqual(expected);
      expect((await fromParquet(await exported(db, runId, { format: "parquet" }))).sort()).toEqual(expected);
      const { version, points } = fromEventFile(await exported(db, runId, { format: "tensorboard" }));
      expect(version).toBe("brain.Event:2");
      const rounded = Object.entries(recorded)
        .flatMap(([name, points]) =>
          [...new Map(points)].map(([step, value]) =>
            pointText(name, step, wallTimeOf(step), asFloat32(value)),
          ),
        )
        .sort();
      const small = (text: string) => !text.includes(` ${Number.MAX_SAFE_INTEGER} `);
      // 2^52 milliseconds are more seconds than a double counts in thousandths: that wall time is rounded.
      expect(points.filter(small).sort()).toEqual(rounded.filter(small));
      expect(points.length).toBe(expected.length);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("steps come in order, each once, however many pages a series takes", async () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const dense = Array.from({ length: 10_000 }, (_, step) => [step, step / 7] as const);
  send({
    series: {
      loss: columnsOf(dense),
      accuracy: columnsOf(dense.filter(([step]) => step % 50 === 0)),
      late: columnsOf([[9_999, 1]]),
    },
  });
  const lines = String(await exported(db, runId, { format: "jsonl" }))
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).step)).toEqual(dense.map(([step]) => step));
  expect(JSON.parse(lines[50] as string)).toEqual({
    step: 50,
    wallTimeMs: wallTimeOf(50),
    metrics: { accuracy: 50 / 7, loss: 50 / 7 },
  });
  const wide = String(await exported(db, runId, { format: "csv", wide: true }))
    .trimEnd()
    .split("\n");
  expect(wide.length).toBe(10_001);
  expect(wide.slice(0, 3)).toEqual([
    "step,wallTimeMs,accuracy,late,loss",
    "0,0.25,0,,0",
    `1,0.25,,,${1 / 7}`,
  ]);
  expect(wide.at(-1)).toBe(`9999,${wallTimeOf(9999)},,1,${9999 / 7}`);
});

test("values recorded for a step at different times are lines of their own in JSON Lines", async () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: {
      a: { step: [1], wallTimeMs: [10], value: [1] },
      b: { step: [1], wallTimeMs: [20], value: [2] },
      c: { step: [1], wallTimeMs: [10], value: [3] },
    },
  });
  expect(String(await exported(db, runId, { format: "jsonl" }))).toBe(
    '{"step":1,"wallTimeMs":10,"metrics":{"a":1,"c":3}}\n{"step":1,"wallTimeMs":20,"metrics":{"b":2}}\n',
  );
});

test("a glob chooses series by their whole name, and one that chooses none names some that there are", async () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: { "loss/a": columnsOf([[1, 1]]), "loss/b": columnsOf([[1, 2]]), other: columnsOf([[1, 3]]) },
  });
  expect(fromCsv(String(await exported(db, runId, { format: "csv", series: "loss/?" })))).toHaveLength(2);
  await expect(exported(db, runId, { format: "csv", series: "los" })).rejects.toThrow(
    'matches "los"; it has loss/a, loss/b, other',
  );
});

test("globs match like the regular expression that they stand for", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ".", "/"), maxLength: 8 });
  fc.assert(
    fc.property(
      letters,
      fc.string({ unit: fc.constantFrom("a", "b", ".", "/"), maxLength: 8 }),
      (glob, text) => {
        const source = glob.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${source}$`).test(text));
      },
    ),
    { numRuns: 500 },
  );
});

test("an unknown format and an unknown run say so", async () => {
  const db = freshDatabase();
  await expect(exported(db, "nosuchrun", { format: "csv" })).rejects.toThrow('No run "nosuchrun"');
  const { runId } = startRun(db);
  await expect(exported(db, runId, { format: "xls" })).rejects.toThrow("format");
});
