import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { listBranches, readBranch } from "../../../db/store/branches/branches";
import { packAxis, packLiveAxis, packOpenAxis, unpackAxis } from "../../../db/store/points/chunks/pack-axis";
import { packLiveValues, packValues, unpackValues } from "../../../db/store/points/chunks/pack-values";
import { compactableRuns, compactRun } from "../../../db/store/points/compact-run";
import { readPoints } from "../../../db/store/points/read-points";
import { claimRun } from "../../../db/store/runs/runs";
import { readSeries } from "../../../db/store/series/read-series";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { bruteForce, expectConsistent, type Points, unsigned } from "../brute-force";
import { columnsOf, continueRun, startRun, wallTimeOf } from "../test-run";

const anyValue = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 3, arbitrary: fc.float({ noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0),
  },
);
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.nat(300) },
  { weight: 2, arbitrary: fc.nat(20_000) },
  { weight: 1, arbitrary: fc.nat(100).map((k) => Number.MAX_SAFE_INTEGER - k) },
);
const batch = fc.array(fc.tuple(anyStep, anyValue), { maxLength: 200 });
const name = "loss/rnn";

const end = (db: Database, runId: string) =>
  db.statement("UPDATE run SET status = 'crashed', pid = NULL WHERE id = ?").run(runId);

const put = (points: Map<number, number>, sent: readonly (readonly [number, number])[]) => {
  for (const [step, value] of sent) points.set(step, value === 0 ? 0 : value);
};

/** Reading gives what the points say: all of them, and any range in buckets. */
function expectReads(
  db: Database,
  runId: string,
  points: Points,
  from: number,
  to: number,
  width: number,
): void {
  const series = findSeries(db, runId, name);
  if (!series) {
    expect(points.size).toBe(0);
    return;
  }
  const sorted = [...points].sort(([a], [b]) => a - b);
  const read = readPoints(db, series.id, -1, Number.MAX_SAFE_INTEGER);
  expect({ ...read, value: read.value.map(unsigned) }).toEqual({
    step: sorted.map(([step]) => step),
    wallTimeMs: sorted.map(([step]) => wallTimeOf(step)),
    value: sorted.map(([, value]) => value),
  });
  const [data] = readSeries(db, { runId, names: [name], fromStep: from, toStep: to, width });
  expect(data?.count).toBe(sorted.filter(([step]) => step >= from && step <= to).length);
  data?.step.forEach((first, at) => {
    const bucket = bruteForce(points, first, data.lastStep[at] as number);
    const numbers = [data.min[at], data.max[at], data.first[at], data.last[at], data.nonFinite[at]];
    expect(numbers.map((number) => unsigned(number as number))).toEqual([
      bucket?.min,
      bucket?.max,
      bucket?.firstValue,
      bucket?.lastValue,
      bucket?.nonFinite,
    ]);
    expect(data.wallTimeMs[at]).toBe(wallTimeOf(first));
  });
}

test("a compacted run reads as before, and appending, amending and resuming leave what brute force says", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(
      batch,
      batch,
      fc.array(fc.tuple(fc.integer({ min: 5, max: 400 }), anyValue), { minLength: 1, maxLength: 50 }),
      fc.nat(400),
      fc.nat(20_000),
      fc.integer({ min: 1, max: 60 }),
      (sent, late, resumed, from, length, width) => {
        const { runId, send } = startRun(db);
        const points = new Map<number, number>();
        send({ series: { [name]: columnsOf(sent) } });
        put(points, sent);
        end(db, runId);
        expect(compactRun(db, runId)).toBe(points.size);
        expect(compactRun(db, runId)).toBe(0);
        expectReads(db, runId, points, from, from + length, width);

        // What comes late from the trainer that has ended: in place, as ever.
        send({ series: { [name]: columnsOf(late) } });
        put(points, late);
        expectConsistent(db, runId, name, points);
        compactRun(db, runId);
        expectReads(db, runId, points, from, from + length, width);

        const attempt = claimRun(db, runId, { pid: 4712, pidStartedAt: 1 });
        const first = Math.min(...resumed.map(([step]) => step));
        const orphaned = [...points].filter(([step]) => step >= first).sort(([a], [b]) => a - b);
        continueRun(db, runId, attempt).send({ series: { [name]: columnsOf(resumed) } });
        for (const [step] of orphaned) points.delete(step);
        put(points, resumed);
        expectConsistent(db, runId, name, points);
        const branch = listBranches(db, runId).at(-1);
        expect(branch ? readBranch(db, branch.id, name).value.map(unsigned) : []).toEqual(
          orphaned.map(([, value]) => value),
        );
        end(db, runId);
        compactRun(db, runId);
        expectReads(db, runId, points, from, from + length, width);
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test("many chunks: any range of 20,000 points agrees with the same run uncompacted, series share their axes", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const all = Array.from(
    { length: 20_000 },
    (_, step) => [3 * step, step % 999 ? Math.sin(step) : Number.NaN] as const,
  );
  send({ series: { a: columnsOf(all), b: columnsOf(all.map(([step, value]) => [step, -value] as const)) } });
  const ranges = [
    [0, 60_000, 2000],
    [12_285, 12_291, 2000],
    [12_288, 24_576, 7],
    [100, 59_000, 1],
    [31, 30_031, 2000],
    [59_990, 70_000, 50],
  ] as const;
  const read = () =>
    ranges.map(([fromStep, toStep, width]) =>
      readSeries(db, {
        runId,
        names: ["a", "b"],
        fromStep,
        toStep,
        width,
        bucketSteps: width === 7 ? 5000 : undefined,
      }),
    );
  const before = read();
  end(db, runId);
  expect(compactableRuns(db)).toEqual([runId]);
  compactRun(db, runId);
  expect(compactableRuns(db)).toEqual([]);
  const after = read();
  expect(after.map((range) => range.map(({ count }) => count))).toEqual(
    before.map((range) => range.map(({ count }) => count)),
  );
  expect(after[1]).toEqual(before[1]);
  expect(after[2]?.[0]?.max).toEqual(before[2]?.[0]?.max);
  expect(db.statement("SELECT count(*) FROM point").pluck().get()).toBe(0);
  expect(db.statement("SELECT count(*) FROM point_axis").pluck().get()).toBe(5);
  expect(db.statement("SELECT count(*) FROM point_chunk").pluck().get()).toBe(10);
});

test("a run that is still training is left alone", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { [name]: columnsOf([[1, 2]]) } });
  expect(compactableRuns(db)).toEqual([]);
  expect(() => compactRun(db, runId)).toThrow("only runs that have ended are compacted");
});

test("values and axes unpack to the same bits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.float(), fc.double()), { minLength: 1, maxLength: 300 }),
      fc.array(
        fc.oneof(
          fc.double({ min: 0, max: 2e12, noNaN: true }),
          fc.nat(),
          fc.nat(1e6).map((ms) => 1.7e12 + ms / 4096),
          fc.nat(300).map((ms) => 1.7e12 + ms),
        ),
        { minLength: 1, maxLength: 300 },
      ),
      (values, times) => {
        expect([...unpackValues(packValues(values), values.length)]).toEqual(values);
        expect([...unpackValues(packLiveValues(values), values.length + 1)]).toEqual(values);
        const step = Float64Array.from([...new Set(times.map(Math.floor))].sort((a, b) => a - b));
        const wallTimeMs = Float64Array.from(times.slice(0, step.length));
        for (const pack of [packAxis, packLiveAxis, packOpenAxis])
          expect(unpackAxis(pack({ step, wallTimeMs }))).toEqual({ step, wallTimeMs });
      },
    ),
    { numRuns: 300 },
  );
});
