import { describe, expect, test } from "vitest";
import { neighbour, PLACES, placeOf, valueAt } from "../../../app/components/backtest/slider-scale";
import { detectorIds } from "../../../diagnostics/detectors/registry";
import { describeParameters } from "../../../diagnostics/parameters/describe-parameters";

const every = detectorIds.flatMap((id) =>
  describeParameters(id).map((one) => [`${id}.${one.name}`, one] as const),
);

describe("the slider of a threshold", () => {
  test.each(every)(
    "%s reaches both ends of its range, never falls, and finds each of its values again",
    (_name, range) => {
      const values = Array.from({ length: PLACES + 1 }, (_, place) => valueAt(range, place));
      expect([values[0], values.at(-1)]).toEqual([range.low, range.high]);
      for (const [place, value] of values.entries()) {
        if (place > 0) expect(value).toBeGreaterThanOrEqual(values[place - 1]!);
        if (range.isWhole) expect(Number.isInteger(value)).toBe(true);
      }
    },
  );

  test.each(every)("%s moves to another value with each key, up to its end", (_name, range) => {
    let value = range.low;
    for (let presses = 0; value < range.high; presses++) {
      const next = neighbour(range, value, 1);
      expect(next).toBeGreaterThan(value);
      expect(presses).toBeLessThanOrEqual(PLACES);
      value = next;
    }
    expect(neighbour(range, range.low, -1)).toBe(range.low);
    expect(neighbour(range, range.high, -1)).toBeLessThan(range.high);
  });

  test("lays equal ratios over equal room where it is logarithmic", () => {
    const range = { low: 1, high: 10_000, isLog: true, isWhole: false };
    expect([1, 10, 100, 1000, 10_000].map((value) => placeOf(range, value))).toEqual([0, 50, 100, 150, 200]);
    expect(placeOf(range, 1e9)).toBe(PLACES);
  });
});
