import { expect, test } from "vitest";
import { grownRange, keepRange, stepRange, valueRange } from "../../../app/charts/axis-range";
import { logTicks, tickLabel } from "../../../app/charts/log-ticks";

test("a range holds its values with room on both sides", () => {
  const [low, high] = valueRange(2, 4, "linear") ?? [0, 0];
  expect(low).toBeLessThan(2);
  expect(high).toBeGreaterThan(4);
  expect(low + high).toBeCloseTo(6, 12);
});

test("a flat line is not blown up to noise", () => {
  const [low, high] = valueRange(1, 1, "linear") ?? [0, 0];
  expect(high - low).toBeGreaterThanOrEqual(0.02);
  const [from, to] = valueRange(10, 10, "log") ?? [0, 0];
  expect(to - from).toBeGreaterThanOrEqual(0.5);
  expect(valueRange(0, 0, "linear")).toEqual([-0.56, 0.56]);
});

test("without a drawable value there is no range", () => {
  expect(valueRange(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, "linear")).toBeNull();
});

test("an axis stays while the data fits and fills it", () => {
  const before = [0, 10] as const;
  expect(keepRange(before, [1, 9])).toBe(before);
  expect(keepRange(before, [0, 4])).not.toBe(before);
  const grown = keepRange(before, [0, 12]);
  expect(grown?.[0]).toBe(0);
  expect(grown?.[1]).toBeGreaterThan(12);
});

test("a running chart grows by eighths and ends at the run's length", () => {
  expect(stepRange(3, 800, false)).toEqual([0, 100]);
  expect(stepRange(101, 800, false)).toEqual([0, 200]);
  expect(stepRange(800, 800, false)).toEqual([0, 800]);
  expect(stepRange(412, 800, true)).toEqual([0, 412]);
  expect(stepRange(0, 800, true)).toEqual([0, 1]);
});

test("log ticks are inside the range, few, and at least two", () => {
  for (let low = -8; low < 8; low += 0.37)
    for (const span of [0.05, 0.3, 0.7, 1, 1.5, 2, 3, 6, 14]) {
      const { tickvals, ticktext } = logTicks([low, low + span]);
      expect(tickvals.length).toBeGreaterThanOrEqual(2);
      expect(tickvals.length).toBeLessThanOrEqual(8);
      expect(new Set(ticktext).size).toBe(ticktext.length);
      for (const value of tickvals) {
        expect(Math.log10(value)).toBeGreaterThanOrEqual(low - 1e-9);
        expect(Math.log10(value)).toBeLessThanOrEqual(low + span + 1e-9);
      }
    }
});

test("ticks are written without empty decimals", () => {
  expect(tickLabel(0.1)).toBe("0.1");
  expect(tickLabel(1e-5)).toBe("1e-5");
  expect(tickLabel(20)).toBe("20");
  expect(tickLabel(1e6)).toBe("1\u202fM");
});

test("over other axes an ended run fills the chart, and a running one has room that it fills before the axis moves", () => {
  expect(grownRange([1000, 1900], true)).toEqual([1000, 1900]);
  // 900 = 1.76 doublings of 512: 1.75 to 2 of them hold it.
  expect(grownRange([1000, 1900], false)).toEqual([1000, 2024]);
  expect(grownRange([1000, 1990], false)).toEqual([1000, 2024]);
  expect(grownRange([7, 7], true)[1]).toBeGreaterThan(7);
});
