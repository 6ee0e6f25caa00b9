import fc from "fast-check";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import type { Database } from "../../../db/database";
import { listBranches } from "../../../db/store/branches/branches";
import { nextChange } from "../../../db/store/change-counter";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { compactRun } from "../../../db/store/points/compact-run";
import { readPoints } from "../../../db/store/points/read-points";
import { checkRollups } from "../../../db/store/rollup/check-rollups";
import { findSeries, type StoredSeries } from "../../../db/store/series/series";
import { inTransaction } from "../../../db/transaction";
import { freshDatabase } from "../../setup/database";
import { expectConsistent } from "../brute-force";
import { columnsOf, startRun, wallTimeOf } from "../test-run";

const count = (db: Database, table: string) =>
  db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

/** As another process that writes to the same file: what this connection knows by heart no longer holds. */
function writeElsewhere(db: Database): void {
  const other = openDatabase(db.file);
  inTransaction(other, () => nextChange(other));
  other.close();
}

const rising = (from: number, length: number, stride = 1) =>
  Array.from({ length }, (_, index) => [from + stride * index, Math.sin(from + index)] as const);

test("series that record the same points share an axis, whichever comes first, and another process goes on with it", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  for (let from = 0; from < 600; from += 25) {
    const both = columnsOf(rising(from, 25));
    // By turns, so that each is behind the other now and then.
    for (const name of (from / 25) % 2 ? ["a", "b"] : ["b", "a"]) send({ series: { [name]: both } });
    if (from % 100 === 0) writeElsewhere(db);
  }
  expect(count(db, "point_axis")).toBe(3);
  expect(count(db, "point_chunk")).toBe(6);
  for (const name of ["a", "b"]) expectConsistent(db, runId, name, new Map(rising(0, 600)));
});

test("series at a rate of their own part from the axis, and share another among themselves", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  for (let from = 0; from < 200; from += 20) {
    const every = columnsOf(rising(from, 20));
    const tenth = columnsOf(rising(from, 2, 10));
    send({ series: { every, tenth, decimal: tenth, always: every } });
  }
  expect(count(db, "point_axis")).toBe(2);
  const steps = (name: string) => readPoints(db, findSeries(db, runId, name)?.id as number, -1, 1000).step;
  expect(steps("decimal")).toEqual(Array.from({ length: 20 }, (_, index) => 10 * index));
  expect(steps("always")).toHaveLength(200);
});

test("a client that repeats its last steps leaves nothing behind that no chunk uses", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  for (let from = 0; from < 1000; from += 10) send({ series: { loss: columnsOf(rising(from, 12)) } });
  expect(count(db, "point_axis")).toBe(count(db, "point_chunk"));
  expect(count(db, "point_chunk")).toBeLessThan(12);
  expect(findSeries(db, runId, "loss")).toMatchObject({ count: 1002, replaced: 198 });
});

test("a point far back is put in its place, and its chunk is parted once it is full", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = new Map<number, number>(rising(100, 1000, 10));
  send({ series: { loss: columnsOf([...points]) } });
  for (const step of [5, 3, 105, 104, 4444, 100, 10_091]) {
    send({ series: { loss: columnsOf([[step, -step]]) } });
    points.set(step, -step);
  }
  expectConsistent(db, runId, "loss", points);
});

const names = ["a", "b", "c"] as const;
type Name = (typeof names)[number];

const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 2, arbitrary: fc.float() },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0) },
);
const some = fc.subarray([...names], { minLength: 1 });
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("extend" as const),
      of: some,
      length: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 600 })),
      stride: fc.constantFrom(1, 1, 1, 3),
      first: value,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("late" as const),
      of: some,
      points: fc.array(fc.tuple(fc.nat(2000), value), { minLength: 1, maxLength: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("resume" as const),
      of: some,
      back: fc.nat(700),
      first: value,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "elsewhere" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "compact" as const }) },
);

test("whatever is sent, late, again, after a resume or after compacting, is stored as brute force says", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 14 }), (events) => {
      const { runId } = startRun(db);
      let attempt = 1;
      let seq = 0;
      const model = new Map<Name, Map<number, number>>(names.map((name) => [name, new Map()]));
      const last = () => Math.max(-1, ...[...model.values()].flatMap((points) => [...points.keys()]));
      const send = (of: readonly Name[], points: readonly (readonly [number, number])[]) => {
        const series = Object.fromEntries(of.map((name) => [name, columnsOf(points)]));
        appendEvents(db, { runId, attempt, seq: ++seq, series });
        for (const name of of) for (const [step, y] of points) model.get(name)?.set(step, y === 0 ? 0 : y);
      };
      for (const happening of events) {
        if (happening.type === "extend") {
          const { of, length, stride, first } = happening;
          const from = last() + 1;
          send(
            of,
            Array.from({ length }, (_, at) => [from + stride * at, at === 0 ? first : Math.cos(at)]),
          );
        } else if (happening.type === "late") send(happening.of, happening.points);
        else if (happening.type === "resume") {
          const step = Math.max(0, last() - happening.back);
          const hadPoints = last() >= 0;
          attempt++;
          seq = 0;
          if (hadPoints)
            for (const points of model.values())
              for (const at of points.keys()) if (at >= step) points.delete(at);
          send(happening.of, [[step, happening.first]]);
        } else if (happening.type === "elsewhere") writeElsewhere(db);
        else {
          db.statement("UPDATE run SET status = 'crashed' WHERE id = ?").run(runId);
          compactRun(db, runId);
        }
      }
      for (const name of names) expectConsistent(db, runId, name, model.get(name) as Map<number, number>);
      expect(listBranches(db, runId).every(({ points }) => points > 0)).toBe(true);
      expect(
        db
          .statement("SELECT count(*) FROM point_chunk WHERE axis_id NOT IN (SELECT id FROM point_axis)")
          .pluck()
          .get(),
      ).toBe(0);
    }),
    { numRuns: 120 },
  );
  expect([...checkRollups(db)].filter(Boolean)).toEqual([]);
}, 120_000);

/** Makes the points of a series the rows as which version 11 recorded them. */
function asRows(db: Database, { id }: StoredSeries): void {
  const { step, wallTimeMs, value: values } = readPoints(db, id, -1, Number.MAX_SAFE_INTEGER);
  step.forEach((at, index) => {
    const y = values[index] as number;
    db.statement("INSERT INTO point VALUES (?, ?, ?, ?)").run(
      id,
      at,
      wallTimeMs[index],
      Number.isNaN(y) ? "NaN" : y,
    );
  });
  db.sqlite.exec(
    `DELETE FROM point_chunk WHERE series_id = ${id}; UPDATE series SET chunked = 0 WHERE id = ${id}`,
  );
}

test("points that an older version recorded as rows are read as they are, and become chunks once the run goes on", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = new Map<number, number>([...rising(0, 5000), [70, Number.NaN]]);
  send({ series: { loss: columnsOf([...points]) } });
  const series = findSeries(db, runId, "loss") as StoredSeries;
  asRows(db, series);
  expectConsistent(db, runId, "loss", points);
  expect(count(db, "point")).toBe(5000);
  send({ series: { loss: columnsOf(rising(4990, 20)) } });
  for (const [step, y] of rising(4990, 20)) points.set(step, y);
  expectConsistent(db, runId, "loss", points);
  expect(count(db, "point")).toBe(0);

  asRows(db, findSeries(db, runId, "loss") as StoredSeries);
  appendEvents(db, { runId, attempt: 2, seq: 1, series: { loss: columnsOf([[3000, 1]]) } });
  for (const step of [...points.keys()]) if (step >= 3000) points.delete(step);
  expectConsistent(db, runId, "loss", points.set(3000, 1));

  asRows(db, findSeries(db, runId, "loss") as StoredSeries);
  db.sqlite.exec("UPDATE run SET status = 'finished'");
  expect(compactRun(db, runId)).toBe(3001);
  expect(count(db, "point")).toBe(0);
  expectConsistent(db, runId, "loss", points, wallTimeOf);
});
