import fc from "fast-check";
import { expect, test } from "vitest";
import type { SeriesData } from "../../../db/contract/read-models";
import { readPoints } from "../../../db/store/points/read-points";
import { readSeries } from "../../../db/store/series/read-series";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { bruteForce } from "../brute-force";
import { columnsOf, startRun, wallTimeOf } from "../test-run";

const anyValue = fc.oneof(
  // Without -0, which SQLite stores as 0.
  { weight: 5, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value || 0) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
/** Dense, sparse and clustered series, some long enough that their rollup serves the query. */
const anySeries = fc
  .record({
    gaps: fc.array(fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 500 })), {
      minLength: 1,
      maxLength: 1500,
      size: "max",
    }),
    start: fc.nat(1000),
    values: fc.array(anyValue, { minLength: 1, maxLength: 50 }),
  })
  .map(({ gaps, start, values }) => {
    const points = new Map<number, number>();
    let step = start;
    gaps.forEach((gap, index) => {
      points.set(step, values[index % values.length] as number);
      step += gap;
    });
    return points;
  });

function onlySeries(data: SeriesData[]): SeriesData {
  expect(data).toHaveLength(1);
  return data[0] as SeriesData;
}

test("buckets of any range at any width agree with brute force: counts add up, no extreme is lost", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(anySeries, fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (points, width, a, b) => {
      const { runId, send } = startRun(db);
      send({ series: { "loss/rnn": columnsOf([...points]) } });
      const last = Math.max(...points.keys());
      const [fromStep, toStep] = [a % (last + 50), b % (last + 50)].sort((x, y) => x - y) as [number, number];
      const data = onlySeries(readSeries(db, { runId, fromStep, toStep, width }));
      const whole = bruteForce(points, fromStep, toStep);

      expect(data.step.length).toBeLessThanOrEqual(width);
      expect(data.count).toBe(whole?.count ?? 0);
      expect(data.exact).toBe((whole?.count ?? 0) <= width);
      expect(data.step[0]).toBe(whole?.firstStep);
      expect(data.first[0]).toEqual(whole?.firstValue);
      expect(data.lastStep.at(-1)).toBe(whole?.lastStep);
      expect(data.last.at(-1)).toEqual(whole?.lastValue);
      let count = 0;
      data.step.forEach((firstStep, index) => {
        const bucket = bruteForce(points, firstStep, data.lastStep[index] as number);
        count += bucket?.count ?? 0;
        expect({
          min: data.min[index],
          max: data.max[index],
          first: data.first[index],
          last: data.last[index],
          count: data.counts[index],
          nonFinite: data.nonFinite[index],
          wallTime: data.wallTimeMs[index],
        }).toEqual({
          min: bucket?.min,
          max: bucket?.max,
          first: bucket?.firstValue,
          last: bucket?.lastValue,
          count: bucket?.count,
          nonFinite: bucket?.nonFinite,
          wallTime: wallTimeOf(firstStep),
        });
        const finite = (bucket?.count ?? 0) - (bucket?.nonFinite ?? 0);
        if (finite > 0) {
          const magnitude = Math.max(Math.abs(bucket?.min ?? 0), Math.abs(bucket?.max ?? 0));
          const error = Math.abs((data.mean[index] as number) - (bucket?.sum ?? 0) / finite);
          expect(error).toBeLessThanOrEqual(1e-12 * magnitude);
        } else expect(data.mean[index]).toBeNaN();
        if (index > 0) expect(firstStep).toBeGreaterThan(data.lastStep[index - 1] as number);
      });
      // Adjacent buckets leave no point out.
      expect(count).toBe(whole?.count ?? 0);
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("with steps per bucket given, the buckets of all series line up, whatever their points", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(anySeries, fc.integer({ min: 100, max: 2000 }), (points, bucketSteps) => {
      const { runId, send } = startRun(db);
      send({ series: { accuracy: columnsOf([...points]) } });
      const needed = Math.ceil(Math.max(...points.keys()) / 1000);
      const steps = Math.max(bucketSteps, needed);
      const data = onlySeries(readSeries(db, { runId, bucketSteps: steps }));
      const numbers = [...new Set([...points.keys()].map((step) => Math.floor(step / steps)))];
      expect(data.step.map((step) => Math.floor(step / steps))).toEqual(numbers);
      numbers.forEach((number, index) => {
        const bucket = bruteForce(points, number * steps, (number + 1) * steps - 1);
        expect([data.min[index], data.max[index], data.nonFinite[index]]).toEqual([
          bucket?.min,
          bucket?.max,
          bucket?.nonFinite,
        ]);
      });
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("one spike among 300,000 points is in the overview, at its value and within a bucket of its step", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  for (let from = 0; from < 300_000; from += 50_000) {
    const points = Array.from({ length: 50_000 }, (_, index) => [from + index, 1 + (index % 3)] as const);
    send({
      series: {
        "gradient_norm/rnn": columnsOf(points.map(([step, value]) => [step, step === 123_456 ? 9e9 : value])),
      },
    });
  }
  const data = onlySeries(readSeries(db, { runId, width: 2000 }));
  expect(data.step.length).toBeGreaterThan(1000);
  expect(data.step.length).toBeLessThanOrEqual(2000);
  const peak = data.max.indexOf(9e9);
  expect(data.step[peak]).toBeLessThanOrEqual(123_456);
  expect(data.lastStep[peak]).toBeGreaterThanOrEqual(123_456);
  expect(data.max.filter((value) => value > 3)).toHaveLength(1);
});

test("buckets stand still while their run grows, so that a live chart does not flicker", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = (from: number, count: number) =>
    columnsOf(Array.from({ length: count }, (_, index) => [from + index, Math.sin(from + index)]));
  send({ series: { "loss/rnn": points(0, 10_000) } });
  const before = onlySeries(readSeries(db, { runId, width: 100 }));
  send({ series: { "loss/rnn": points(10_000, 50) } });
  const after = onlySeries(readSeries(db, { runId, width: 100 }));
  expect(after.max.slice(0, before.max.length - 1)).toEqual(before.max.slice(0, -1));
});

test("an unknown name is left out and an empty range holds nothing", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { accuracy: columnsOf([[5, 1]]) } });
  expect(readSeries(db, { runId, names: ["accuracy", "no/such"] }).map(({ name }) => name)).toEqual([
    "accuracy",
  ]);
  expect(onlySeries(readSeries(db, { runId, fromStep: 6, toStep: 90 }))).toMatchObject({
    count: 0,
    step: [],
  });
  expect(readSeries(db, { runId: "nobody" })).toEqual([]);
});

test("a query that asks for too much says what to ask for", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: {
      accuracy: columnsOf([
        [0, 1],
        [1_000_000, 1],
      ]),
    },
  });
  expect(() => readSeries(db, { runId, width: 2001 })).toThrow("Invalid series query: width");
  expect(() => readSeries(db, { runId, bucketSteps: 1 })).toThrow(
    "Buckets of 1 steps would be 1000001 over this range, expected at most 2001; choose a larger bucketSteps",
  );
});

test("followers read points in step order, page by page, with their non-finite values", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({
    series: {
      accuracy: columnsOf([
        [3, Number.NaN],
        [1, 1],
        [2, Number.NEGATIVE_INFINITY],
        [9, Number.POSITIVE_INFINITY],
      ]),
    },
  });
  const id = findSeries(db, runId, "accuracy")?.id as number;
  expect(readPoints(db, id, -1, 2)).toEqual({
    step: [1, 2],
    wallTimeMs: [wallTimeOf(1), wallTimeOf(2)],
    value: [1, Number.NEGATIVE_INFINITY],
  });
  expect(readPoints(db, id, 2, 10).value).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(readPoints(db, id, 9, 10).step).toEqual([]);
});
