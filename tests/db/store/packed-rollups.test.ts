import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { migrate, migrations } from "../../../db/migrate";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { compactRun } from "../../../db/store/points/compact-run";
import type { Bucket } from "../../../db/store/rollup/bucket";
import { bucketAt } from "../../../db/store/rollup/bucket-columns";
import { chunkSpan, packBuckets, unpackBuckets } from "../../../db/store/rollup/pack-buckets";
import { eachBucket } from "../../../db/store/rollup/read-rollup";
import { removeRollup, writeRows } from "../../../db/store/rollup/write-rollup";
import { findSeries, type StoredSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { expectConsistent } from "../brute-force";
import { columnsOf, startRun } from "../test-run";

const anyNumber = fc.oneof(
  fc.double(),
  fc.float(),
  fc.nat(300),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0),
);
const bucketSteps = 256;
const anyChunk = fc.record({
  chunk: fc.constantFrom(0, 1, 137_438_953_471),
  buckets: fc
    .uniqueArray(fc.nat(chunkSpan - 1), { minLength: 1, maxLength: chunkSpan })
    .map((numbers) => numbers.sort((a, b) => a - b)),
  numbers: fc.array(anyNumber, { minLength: 1, maxLength: 40 }),
  isDense: fc.boolean(),
});

test("packed buckets are what they were, bitwise but for the sign of zero", () => {
  fc.assert(
    fc.property(anyChunk, ({ chunk, buckets, numbers, isDense }) => {
      let at = 0;
      const next = () => (numbers[at++ % numbers.length] as number) + 0;
      const placed = buckets.map((offset) => {
        const number = chunk * chunkSpan + offset;
        const start = number * bucketSteps;
        const bucket: Bucket = {
          count: isDense ? bucketSteps : 1 + (offset % bucketSteps),
          nonFinite: isDense ? 0 : offset,
          min: next(),
          max: next(),
          sum: next(),
          firstStep: start + (isDense ? 0 : offset % 100),
          firstWallTime: 1.7e12 + offset / 4,
          firstValue: next(),
          lastStep: start + (isDense ? bucketSteps - 1 : 100 + (offset % 100)),
          lastWallTime: 1.7e12 + offset,
          lastValue: next(),
        };
        return { number, bucket };
      });
      const columns = unpackBuckets(packBuckets(placed, chunk, bucketSteps), chunk, bucketSteps);
      expect(Array.from(columns.number)).toEqual(placed.map(({ number }) => number));
      expect(placed.map((_, index) => bucketAt(columns, index))).toEqual(placed.map(({ bucket }) => bucket));
    }),
  );
});

/** Chunks 0, 1 and 3, the second one parted by a gap, and rows. */
function longRun(db: Database) {
  const { runId, send } = startRun(db);
  const points = new Map<number, number>();
  const chunkSteps = chunkSpan * bucketSteps;
  const record = (steps: number[]) => {
    send({ series: { loss: columnsOf(steps.map((step) => [step, Math.sin(step)] as const)) } });
    for (const step of steps) points.set(step, Math.sin(step));
  };
  const each = (from: number, count: number, stride: number) =>
    Array.from({ length: count }, (_, index) => from + stride * index);
  // Few enough points for brute force, and 16 a bucket, so that buckets stay as narrow as they are.
  record(each(0, 1.5 * (chunkSteps / 16), 16));
  record(each(1.75 * chunkSteps, chunkSteps / 64, 16));
  record(each(3.25 * chunkSteps, chunkSteps / 16, 16));
  return { runId, send, points, record, chunkSteps };
}

const rows = (db: Database) => db.statement("SELECT count(*) FROM rollup").pluck().get() as number;
const chunks = (db: Database) =>
  db.statement("SELECT number FROM rollup_chunk ORDER BY number").pluck().all() as number[];

test("buckets are packed as they are completed, and few are rows", () => {
  const db = freshDatabase();
  const { runId, points } = longRun(db);
  expect(chunks(db)).toEqual([0, 1, 3, 4]);
  expect(rows(db)).toBeLessThanOrEqual(32);
  expectConsistent(db, runId, "loss", points);
});

test("points that come late into packed buckets, between them and into gaps are where brute force puts them", () => {
  const db = freshDatabase();
  const { runId, points, record, chunkSteps } = longRun(db);
  for (const late of [5, chunkSteps + 17, 1.6 * chunkSteps, 2.5 * chunkSteps, 4.24 * chunkSteps])
    record([Math.floor(late), Math.floor(late) + 1]);
  // One batch that begins late and goes beyond the end.
  record([33, Math.floor(2.1 * chunkSteps), Math.floor(5.5 * chunkSteps)]);
  expectConsistent(db, runId, "loss", points);
  expect(chunks(db)).toEqual([0, 1, 2, 3, 4]);
});

test.each([
  ["in a chunk", 0.5],
  ["at the beginning of one", 1],
  ["in a gap between chunks", 2.5],
  ["in a gap within one", 1.7],
  ["before all of them", 0],
])("a run that is resumed %s goes on from what is left there", (_, place) => {
  const db = freshDatabase();
  const { runId, points, chunkSteps } = longRun(db);
  const from = Math.floor(place * chunkSteps);
  appendEvents(db, { runId, attempt: 2, seq: 1, series: { loss: columnsOf([[from + 3, 1]]) } });
  appendEvents(db, { runId, attempt: 2, seq: 2, series: { loss: columnsOf([[from + 9, 2]]) } });
  for (const step of [...points.keys()]) if (step >= from + 3) points.delete(step);
  points.set(from + 3, 1).set(from + 9, 2);
  expectConsistent(db, runId, "loss", points);
});

test("widened buckets are packed anew", () => {
  const db = freshDatabase();
  const { runId, points } = longRun(db);
  db.statement("UPDATE run SET status = 'finished'").run();
  compactRun(db, runId);
  expect(findSeries(db, runId, "loss")?.bucketSteps).toBe(16 * bucketSteps);
  expectConsistent(db, runId, "loss", points);
});

/** Makes the database what version 13 had stored. */
function asVersion13(db: Database, series: StoredSeries): void {
  const buckets = [...eachBucket(db, series)];
  removeRollup(db, series.id);
  writeRows(
    db,
    buckets.map(([number, bucket]) => ({ seriesId: series.id, number, bucket })),
  );
  db.sqlite.exec(
    "DROP TABLE rollup_chunk; DELETE FROM migration WHERE number > 13; PRAGMA user_version = 13",
  );
}

test("a database whose buckets are all rows is packed when it is brought to this version", () => {
  const db = freshDatabase();
  const { runId, points } = longRun(db);
  asVersion13(db, findSeries(db, runId, "loss") as StoredSeries);
  expect(rows(db)).toBeGreaterThan(700);
  migrate(db, migrations().slice(0, 14));
  expect(rows(db)).toBeLessThanOrEqual(32);
  expectConsistent(db, runId, "loss", points);
});
