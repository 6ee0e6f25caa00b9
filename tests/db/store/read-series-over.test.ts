import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChartAxis } from "../../../db/contract/chart-axis";
import type { SeriesData } from "../../../db/contract/read-models";
import { readSeriesOver } from "../../../db/store/over/read-series-over";
import { wallTimes } from "../../../db/store/over/wall-times";
import { compactRun } from "../../../db/store/points/compact-run";
import { changeStatus } from "../../../db/store/runs/run-lifecycle";
import { freshDatabase } from "../../setup/database";
import { startRun } from "../test-run";

interface Recorded {
  step: number;
  wallTimeMs: number;
  value: number;
}

const start = 1_700_000_000_000;

/** A recording whose clock may be set once on the way, that pauses, and whose pace changes. */
const anyRecording = fc.record({
  count: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 3000, max: 12_000 })),
  every: fc.constantFrom(1, 1, 1, 7, 100),
  // A rollup bucket takes less than the hour by which the clock is set.
  paceMs: fc.constantFrom(0.5, 20, 500),
  slowFrom: fc.double({ min: 0, max: 1, noNaN: true }),
  jumpAt: fc.double({ min: 0, max: 1, noNaN: true }),
  jumpMs: fc.constantFrom(0, 0, 3_600_000, -3_600_000),
  badEvery: fc.integer({ min: 2, max: 5000 }),
});
type Recording = typeof anyRecording extends fc.Arbitrary<infer Value> ? Value : never;

function record({ count, every, paceMs, slowFrom, jumpAt, jumpMs, badEvery }: Recording): Recorded[] {
  let wallTimeMs = start;
  return Array.from({ length: count }, (_, index) => {
    wallTimeMs += paceMs * (index > count * slowFrom ? 10 : 1);
    if (index === Math.floor(count * jumpAt)) wallTimeMs += jumpMs;
    return {
      step: index * every,
      wallTimeMs,
      // Without -0, which SQLite stores as 0.
      value: index % badEvery === 1 ? Number.NaN : Math.sin(index) * (index % 97) || 0,
    };
  });
}

const columns = (points: readonly Recorded[]) => ({
  step: points.map(({ step }) => step),
  wallTimeMs: points.map(({ wallTimeMs }) => wallTimeMs),
  value: points.map(({ value }) => value),
});

interface Placed extends Recorded {
  x: number;
}

/** What holds for any answer, found anew from all points that have a place in the range. */
function expectAgrees(data: SeriesData, inside: readonly Placed[], width: number, length: number): void {
  const { x = [], lastX = [] } = data;
  expect(data.count).toBe(inside.length);
  expect(data.counts.reduce((a, b) => a + b, 0)).toBe(inside.length);
  expect(data.exact).toBe(inside.length <= width);
  if (data.exact) {
    const sorted = [...inside].sort((a, b) => a.x - b.x || a.step - b.step);
    expect(x).toEqual(sorted.map((point) => point.x));
    expect(data.step).toEqual(sorted.map(({ step }) => step));
    expect(data.last).toEqual(sorted.map(({ value }) => value));
    return;
  }
  expect(x.length).toBeLessThanOrEqual(width);
  expect([...x].sort((a, b) => a - b)).toEqual(x);
  const finite = inside.map(({ value }) => value).filter(Number.isFinite);
  const stored = (values: readonly number[]) => values.filter(Number.isFinite);
  expect(Math.max(...stored(data.max))).toBe(Math.max(...finite));
  expect(Math.min(...stored(data.min))).toBe(Math.min(...finite));
  expect(data.nonFinite.reduce((a, b) => a + b, 0)).toBe(inside.length - finite.length);
  // Nothing is drawn far from where it lies: within two slots, however wide the stored sums are.
  x.forEach((from, index) => {
    if (width > 1)
      expect((lastX[index] as number) - from).toBeLessThanOrEqual((5.1 * length) / (width - 1) + 1e-6);
  });
  for (const point of inside) {
    const holds = x.some(
      (from, index) =>
        from <= point.x &&
        point.x <= (lastX[index] as number) &&
        (Number.isFinite(point.value)
          ? (data.min[index] as number) <= point.value && point.value <= (data.max[index] as number)
          : (data.nonFinite[index] as number) > 0),
    );
    if (!holds) throw new Error(`No bucket holds the point at x ${point.x}, value ${point.value}`);
  }
}

/** Where points lie in order and apart, a bucket is exactly the points between its ends. */
function expectBucketsAreTheirPoints(data: SeriesData, inside: readonly Placed[]): void {
  const { x = [], lastX = [] } = data;
  x.forEach((from, index) => {
    const own = inside.filter((point) => point.x >= from && point.x <= (lastX[index] as number));
    const finite = own.map(({ value }) => value).filter(Number.isFinite);
    expect(data.step[index]).toBe(own[0]?.step);
    expect(data.lastStep[index]).toBe(own.at(-1)?.step);
    expect(data.first[index]).toEqual(own[0]?.value);
    expect(data.last[index]).toEqual(own.at(-1)?.value);
    expect(data.nonFinite[index]).toBe(own.length - finite.length);
    if (finite.length === 0) {
      expect(data.mean[index]).toBeNaN();
      return;
    }
    expect(data.min[index]).toBe(Math.min(...finite));
    expect(data.max[index]).toBe(Math.max(...finite));
    expect(data.mean[index]).toBeCloseTo(finite.reduce((a, b) => a + b, 0) / finite.length, 9);
  });
}

const onlyOne = (data: SeriesData[]): SeriesData => {
  expect(data).toHaveLength(1);
  return data[0] as SeriesData;
};

const widths = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 300 }));

test("buckets over wall and elapsed time agree with brute force, pauses and a clock that is set included", () => {
  const db = freshDatabase();
  fc.assert(
    fc.property(
      anyRecording,
      widths,
      fc.nat(100),
      fc.nat(100),
      fc.boolean(),
      (recording, width, a, b, packed) => {
        const points = record(recording);
        const { runId, send } = startRun(db);
        send({ series: { "loss/rnn": columns(points) } });
        if (packed) {
          changeStatus(db, runId, { status: "finished" });
          compactRun(db, runId);
        }
        const times = points.map(({ wallTimeMs }) => wallTimeMs);
        const [earliest, latest] = [Math.min(...times), Math.max(...times)];
        const share = (percent: number) => earliest + ((latest - earliest) * percent) / 100;
        const [from, to] = [share(Math.min(a, b)), share(Math.max(a, b))];
        const clockWasSet = times.some((time, index) => index > 0 && time < (times[index - 1] as number));
        const origin = times[0] as number;
        for (const [over, zero] of [
          ["time", 0],
          ["elapsed", origin],
        ] as const) {
          const placed = points.map((point) => ({ ...point, x: point.wallTimeMs - zero }));
          const inside = placed.filter(({ x }) => x >= from - zero && x <= to - zero);
          const zoomed = onlyOne(
            readSeriesOver(db, { runId, over, from: from - zero, to: to - zero, width }),
          );
          expectAgrees(zoomed, inside, width, to - from);
          if (!clockWasSet) expectBucketsAreTheirPoints(zoomed, inside);
          const whole = onlyOne(readSeriesOver(db, { runId, over, width }));
          expectAgrees(whole, placed, width, latest - earliest);
        }
        expect(wallTimes(db, runId)).toMatchObject({ origin });
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test("buckets over another series lie at its last value by their step, whether it rises or not", () => {
  const db = freshDatabase();
  const anyCounter = fc.record({
    every: fc.constantFrom(1, 10, 64, 900),
    from: fc.nat(500),
    valueAt: fc.constantFrom<(step: number) => number>(
      (step) => step * 512,
      (step) => Math.floor(step / 1000),
      (step) => 0.1 * (1 + Math.cos(step / 400)),
      (step) => (step % 1700 < 40 ? Number.NaN : step),
    ),
  });
  fc.assert(
    fc.property(anyRecording, anyCounter, widths, fc.nat(100), (recording, counter, width, percent) => {
      const points = record(recording);
      const { runId, send } = startRun(db);
      const lastStep = points.at(-1)?.step ?? 0;
      // A hundredfold of the points would only take long.
      const every = Math.max(counter.every, recording.every >> 3);
      const counted: Recorded[] = [];
      for (let step = counter.from; step <= lastStep + counter.from; step += every)
        counted.push({ step, wallTimeMs: start, value: counter.valueAt(step) });
      send({ series: { "loss/rnn": columns(points), tokens: columns(counted) } });
      let next = 0;
      let x = Number.NaN;
      const placed = points.flatMap((point): Placed[] => {
        for (; (counted[next]?.step ?? Number.POSITIVE_INFINITY) <= point.step; next++)
          x = counted[next]?.value as number;
        return Number.isFinite(x) ? [{ ...point, x }] : [];
      });
      const values = counted.map(({ value }) => value).filter(Number.isFinite);
      const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const read = (range: { from?: number; to?: number }) =>
        onlyOne(readSeriesOver(db, { runId, names: ["loss/rnn"], over: "series:tokens", width, ...range }));
      expectAgrees(read({}), placed, width, high - low);
      if (values.length === 0) return;
      const from = low + ((high - low) * percent) / 100;
      expectAgrees(
        read({ from, to: high }),
        placed.filter((point) => point.x >= from),
        width,
        high - from,
      );
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("one spike among 300,000 points is in the overview by time, at its value and in its place", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  for (let from = 0; from < 300_000; from += 50_000)
    send({
      series: {
        "gradient_norm/rnn": columns(
          Array.from({ length: 50_000 }, (_, index) => ({
            step: from + index,
            wallTimeMs: start + 100 * (from + index),
            value: from + index === 123_456 ? 9e9 : 1 + (index % 3),
          })),
        ),
      },
    });
  const data = onlyOne(readSeriesOver(db, { runId, over: "elapsed" }));
  expect(data.step.length).toBeGreaterThan(900);
  const peak = data.max.indexOf(9e9);
  expect(data.x?.[peak]).toBeLessThanOrEqual(12_345_600);
  expect(data.lastX?.[peak]).toBeGreaterThanOrEqual(12_345_600);
  expect(data.max.filter((value) => value > 3)).toHaveLength(1);
});

test("over steps the answer is the one of steps, and the range may lie between two", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  send({ series: { accuracy: { step: [0, 5, 9], wallTimeMs: [1, 2, 3], value: [1, 2, 3] } } });
  const data = onlyOne(readSeriesOver(db, { runId, from: -3, to: 8.5 }));
  expect(data.step).toEqual([0, 5]);
  expect(data.x).toBeUndefined();
});

test("a run without points or without the series of the axis has nothing to show, and an unknown axis is refused", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  expect(readSeriesOver(db, { runId, over: "time" })).toEqual([]);
  expect(wallTimes(db, runId)).toBeUndefined();
  send({ series: { accuracy: { step: [0], wallTimeMs: [1], value: [1] } } });
  expect(readSeriesOver(db, { runId, over: "series:tokens" })).toEqual([]);
  expect(() => readSeriesOver(db, { runId, over: "tokens" as ChartAxis })).toThrow(
    'Invalid series query: over: expected "step", "time", "elapsed" or "series:" and the name of a series',
  );
});
