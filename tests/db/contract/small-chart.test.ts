import { describe, expect, test } from "vitest";
import { type SmallSeries, smallChart } from "../../../db/contract/small-chart";

/** Buckets of one point each. */
function exact(values: readonly number[]): SmallSeries {
  const step = values.map((_, index) => index);
  return {
    step,
    lastStep: step,
    min: [...values],
    max: [...values],
    mean: [...values],
    nonFinite: values.map((value) => (Number.isFinite(value) ? 0 : 1)),
  };
}

const draw = (values: readonly number[], scale: "log" | "linear" = "linear", limits?: number[]) =>
  smallChart({
    series: exact(values),
    scale,
    xRange: [0, values.length - 1],
    width: 100,
    height: 50,
    limits: limits && [{ step: limits.map((_, index) => index), low: limits.map(() => null), high: limits }],
  });

/** Heights of a path's corners. */
const heights = (path: string) => [...path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, , y]) => Number(y));

describe("a small chart", () => {
  test("lays equal ratios over equal heights on a log axis, and equal differences on a linear one", () => {
    const [one, ten, hundred] = heights(draw([1, 10, 100], "log").line);
    expect(one! - ten!).toBeCloseTo(ten! - hundred!, 1);
    const [a, b, c] = heights(draw([0, 50, 100]).line);
    expect(a! - b!).toBeCloseTo(b! - c!, 1);
    expect(a!).toBeGreaterThan(c!);
  });

  test("breaks its line where a value is not finite, and marks the place", () => {
    const { line, marks } = draw([1, 2, Number.NaN, 3, 4]);
    expect(line.match(/M/g)).toHaveLength(2);
    expect(marks).toEqual([50]);
  });

  test("draws a value that stands alone", () => {
    expect(draw([Number.NaN, 5, Number.NaN]).line).toBe("M50 25h1.5");
  });

  test("has no line and no number that is not finite where no value is", () => {
    const { line, envelope, ticks } = draw([Number.NaN, Number.POSITIVE_INFINITY], "log");
    expect([line, envelope]).toEqual(["", ""]);
    for (const { y } of ticks) expect(Number.isFinite(y)).toBe(true);
  });

  test("falls back to a linear axis where nothing is positive", () => {
    expect(heights(draw([-1, -2], "log").line)).toHaveLength(2);
  });

  test("shows a limit that is near, and does not let one far away flatten the values", () => {
    const near = draw([1, 2], "linear", [3, 3]);
    expect(near.limits[0]).toMatch(/^M0 \d/);
    const far = draw([1, 2], "linear", [1e6, 1e6]);
    const [low, high] = heights(far.line);
    expect(low! - high!).toBeGreaterThan(30);
  });

  test("has two to eight ticks within its height, whatever its values", () => {
    for (const values of [
      [1e-9, 1e9],
      [0.5, 0.5],
      [-3, 7],
      [1, 1.001],
      [0, 0],
    ])
      for (const scale of ["log", "linear"] as const) {
        const { ticks } = draw(values, scale);
        expect(ticks.length, `${values} ${scale}`).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const { y } of ticks) expect(y).toBeGreaterThanOrEqual(0);
      }
  });

  test("fills between the smallest and largest values of its buckets", () => {
    const series = { ...exact([2, 2, 2]), min: [1, 1, 1], max: [3, 3, 3] };
    const { envelope } = smallChart({ series, scale: "linear", xRange: [0, 2], width: 100, height: 50 });
    expect(envelope).toMatch(/^M0 .*Z$/);
    expect(draw([1, 2, 3]).envelope).toBe("");
  });
});
