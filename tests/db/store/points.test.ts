import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkedPoints } from "../../../db/store/points/chunked-points";
import type { Point, PointColumns, PointSource } from "../../../db/store/points/point-source";
import { rowPoints } from "../../../db/store/points/row-points";
import { findSeries, type StoredSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { columnsOf, startRun, wallTimeOf } from "../test-run";

/** 4,000 points in some twenty chunks, apart from each other by gaps of all sizes, and the same as rows. */
function stored() {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  let step = 40;
  const points = Array.from({ length: 4000 }, (_, index): [number, number] => {
    step += index % 1300 === 0 ? 5000 : index % 248 === 0 ? 9 : 1 + (index % 2);
    return [step, Math.cos(index)];
  });
  send({ series: { loss: columnsOf(points) } });
  const { id } = findSeries(db, runId, "loss") as StoredSeries;
  const insert = db.statement("INSERT INTO point VALUES (?, ?, ?, ?)");
  db.sqlite.transaction(() => {
    for (const [at, value] of points) insert.run(id, at, wallTimeOf(at), value);
  })();
  return { db, id, points: points.map(([at, value]): Point => [at, wallTimeOf(at), value]), last: step };
}

const rowsOf = ({ step, wallTimeMs, value }: PointColumns): Point[] =>
  Array.from(step, (at, index) => [at, wallTimeMs[index] as number, value[index] as number]);

const pointsIn = (source: PointSource, from: number, to: number): Point[] =>
  [...source.stretches(from, to)].flatMap(([columns, start, end]) => rowsOf(columns).slice(start, end));

test("ranges of chunks and of rows, asked for in any order of one source, hold the points that lie in them", () => {
  const { db, id, points, last } = stored();
  const anyRange = fc.tuple(fc.nat(last + 100), fc.oneof(fc.nat(20), fc.nat(600), fc.nat(last)));
  fc.assert(
    fc.property(fc.array(anyRange, { minLength: 1, maxLength: 8 }), fc.boolean(), (ranges, inOrder) => {
      if (inOrder) ranges.sort(([a], [b]) => a - b);
      for (const source of [chunkedPoints(db, id), rowPoints(db, id)])
        for (const [from, length] of ranges) {
          const to = from + length;
          const expected = points.filter(([step]) => step >= from && step <= to);
          expect(String(pointsIn(source, from, to))).toBe(String(expected));
          for (const limit of [7, 700])
            expect(String(rowsOf(source.columns(from, to, limit)))).toBe(String(expected.slice(0, limit)));
          expect(source.summarize(from, to)?.count ?? 0).toBe(expected.length);
          expect(source.isAtMost(from, to, 300)).toBe(expected.length <= 300);
        }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("two ranges of one source are read side by side", () => {
  const { db, id, points } = stored();
  const source = chunkedPoints(db, id);
  const whole = source.stretches(0, Number.MAX_SAFE_INTEGER);
  let count = 0;
  for (const [, start, end] of whole) {
    count += end - start;
    expect(pointsIn(source, 0, 5400)).toHaveLength(points.filter(([step]) => step <= 5400).length);
  }
  expect(count).toBe(points.length);
});
