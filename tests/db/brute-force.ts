import { expect } from "vitest";
import type { Database } from "../../db/database";
import { readPoints } from "../../db/store/points/read-points";
import type { Bucket } from "../../db/store/rollup/bucket";
import { eachBucket } from "../../db/store/rollup/read-rollup";
import { findSeries } from "../../db/store/series/series";
import { wallTimeOf } from "./test-run";

export type Points = ReadonlyMap<number, number>;

/** A bucket computed anew from all of its points, by other code than the store's. */
export function bruteForce(
  points: Points,
  from: number,
  to: number,
  wallTime = wallTimeOf,
): Bucket | undefined {
  const inside = [...points].filter(([step]) => step >= from && step <= to).sort(([a], [b]) => a - b);
  const first = inside[0];
  const last = inside.at(-1);
  if (!first || !last) return undefined;
  const finite = inside.map(([, value]) => value).filter(Number.isFinite);
  return {
    count: inside.length,
    nonFinite: inside.length - finite.length,
    min: finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) : Number.NaN,
    max: finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) : Number.NaN,
    sum: finite.reduce((a, b) => a + b, 0),
    firstStep: first[0],
    firstWallTime: wallTime(first[0]),
    firstValue: first[1],
    lastStep: last[0],
    lastWallTime: wallTime(last[0]),
    lastValue: last[1],
  };
}

/** A number whose zero has no sign: points keep it, and columns of SQLite's, as those of summaries, do not. */
export const unsigned = (value: number): number => value + 0;

/** Everything stored about one series agrees with its points, but for the signs of zeros. */
export function expectConsistent(
  db: Database,
  runId: string,
  name: string,
  points: Points,
  wallTime = wallTimeOf,
): void {
  const series = findSeries(db, runId, name);
  if (points.size === 0) {
    expect(series).toBeUndefined();
    return;
  }
  if (!series) throw new Error(`Expected a series ${name}`);
  const inOrder = readPoints(db, series.id, -1, Number.MAX_SAFE_INTEGER);
  const expected = [...points].sort(([a], [b]) => a - b);
  expect({ ...inOrder, value: inOrder.value.map(unsigned) }).toEqual({
    step: expected.map(([step]) => step),
    wallTimeMs: expected.map(([step]) => wallTime(step)),
    value: expected.map(([, value]) => unsigned(value)),
  });

  const whole = bruteForce(points, 0, Number.MAX_SAFE_INTEGER) as Bucket;
  const { count, nonFinite, min, max, firstStep, lastStep, lastValue } = series;
  expect({ count, nonFinite, firstStep, lastStep, values: [min, max, lastValue].map(unsigned) }).toEqual({
    count: whole.count,
    nonFinite: whole.nonFinite,
    firstStep: whole.firstStep,
    lastStep: whole.lastStep,
    values: [whole.min, whole.max, whole.lastValue].map(unsigned),
  });

  const stored = [...eachBucket(db, series)];
  const size = series.bucketSteps;
  const within = new Map<number, Map<number, number>>();
  for (const [step, value] of expected) {
    const number = Math.floor(step / size);
    within.set(number, (within.get(number) ?? new Map<number, number>()).set(step, value));
  }
  const numbers = [...within.keys()];
  expect(series.buckets).toBe(stored.length);
  expect(stored.map(([number]) => number)).toEqual(numbers);
  for (const [number, { sum, ...rest }] of stored) {
    const here = within.get(number) as Points;
    const from = number * size;
    const { sum: _, ...bucket } = bruteForce(here, from, from + size - 1, wallTime) as Bucket;
    const signless = (of: object) =>
      Object.fromEntries(Object.entries(of).map(([key, value]) => [key, value + 0]));
    expect(signless(rest)).toEqual(signless(bucket));
    expectSum(sum, here, from, from + size - 1);
  }
  // What comes next is added to the last one as a row.
  const lastRow = db.statement("SELECT max(bucket) FROM rollup WHERE series_id = ?").pluck().get(series.id);
  expect(lastRow).toBe(numbers.at(-1));
}

/** A sum may differ by the order of its additions: by some rounding errors of the largest term. */
function expectSum(sum: number, points: Points, from: number, to: number): void {
  const finite = [...points]
    .filter(([step, value]) => step >= from && step <= to && Number.isFinite(value))
    .map(([, value]) => value);
  const size = finite.reduce((total, value) => total + Math.abs(value), 0);
  // Where the terms overflow, any order may give another infinity or NaN.
  if (!Number.isFinite(size)) return;
  const exact = finite.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum - exact)).toBeLessThanOrEqual(finite.length * Number.EPSILON * size);
}
