import fc from "fast-check";
import { expect, test } from "vitest";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { expectConsistent } from "../brute-force";
import { columnsOf, startRun } from "../test-run";

const anyValue = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0),
  },
);
/** Steps near each other (duplicates, one bucket), near bucket edges, sparse, and as large as they may be. */
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.nat(300) },
  { weight: 2, arbitrary: fc.nat(100).map((k) => 256 * k + (k % 3) - (k > 0 ? 1 : 0)) },
  { weight: 1, arbitrary: fc.nat(10_000).map((k) => 1000 * k) },
  { weight: 1, arbitrary: fc.nat(100).map((k) => Number.MAX_SAFE_INTEGER - k) },
);
const batches = fc.array(fc.array(fc.tuple(anyStep, anyValue), { maxLength: 200 }), {
  minLength: 1,
  maxLength: 6,
});

test("rollups and summaries equal brute force over any batches: duplicates, out of order, non-finite", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(batches, (sent) => {
      const { runId, send } = startRun(db);
      const points = new Map<number, number>();
      for (const batch of sent) {
        send({ series: { "loss/rnn": columnsOf(batch) } });
        // Points keep the sign of a zero, their rollups do not: see `unsigned`.
        for (const [step, value] of batch) points.set(step, value === 0 ? 0 : value);
      }
      expectConsistent(db, runId, "loss/rnn", points);
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("rollups equal brute force after a resumed attempt has replaced the steps from its first on", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(
      batches,
      fc.array(fc.tuple(anyStep, anyValue), { minLength: 1, maxLength: 100 }),
      (sent, again) => {
        const { runId, send } = startRun(db);
        const points = new Map<number, number>();
        for (const batch of sent) {
          send({ series: { accuracy: columnsOf(batch) } });
          for (const [step, value] of batch) points.set(step, value === 0 ? 0 : value);
        }
        appendEvents(db, { runId, attempt: 2, seq: 1, series: { accuracy: columnsOf(again) } });
        const from = Math.min(...again.map(([step]) => step));
        if (sent.some((batch) => batch.length > 0))
          for (const step of points.keys()) if (step >= from) points.delete(step);
        for (const [step, value] of again) points.set(step, value === 0 ? 0 : value);
        expectConsistent(db, runId, "accuracy", points);
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);

test("a sparse series gets wider buckets, so that its rollup stays far smaller than its points", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = new Map<number, number>();
  for (let batch = 0; batch < 40; batch++) {
    const sent = Array.from(
      { length: 50 },
      (_, index) => [1000 * (50 * batch + index), batch - index] as const,
    );
    for (const [step, value] of sent) points.set(step, value);
    send({ series: { "sample/modes": columnsOf(sent) } });
  }
  const series = findSeries(db, runId, "sample/modes");
  expect(series?.count).toBe(2000);
  expect(series?.buckets).toBeLessThan(2000 / 8);
  expect(Math.log2(series?.bucketSteps ?? 0) % 1).toBe(0);
  expectConsistent(db, runId, "sample/modes", points);
});

test("a series with a point at each step keeps buckets of 256", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { step_time: columnsOf(Array.from({ length: 10_000 }, (_, step) => [step, step % 7])) } });
  expect(findSeries(db, runId, "step_time")).toMatchObject({ bucketSteps: 256, buckets: 40 });
});
