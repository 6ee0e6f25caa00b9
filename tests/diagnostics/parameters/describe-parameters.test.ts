import { describe, expect, test } from "vitest";
import { detectors } from "../../../diagnostics/detectors/registry";
import { describeParameters } from "../../../diagnostics/parameters/describe-parameters";
import { valueExpected } from "../../../diagnostics/parameters/parameter";

describe.each(detectors.map(({ id }) => id))("the thresholds of %s", (id) => {
  test.each(describeParameters(id).map((one) => [one.name, one] as const))(
    "%s says what it rests on, and its default lies within the range to try and is possible",
    (_name, { reason, standard, low, high, unit }) => {
      expect(reason).toMatch(/^[A-Z].{15,}\.$/);
      expect(low).toBeLessThan(high);
      expect(standard).toBeGreaterThanOrEqual(low);
      expect(standard).toBeLessThanOrEqual(high);
      for (const value of [low, standard, high]) expect(valueExpected(unit, value)).toBeUndefined();
    },
  );
});

test("a window of no points, of half a point and of a billion are refused, and so is a share above 1", () => {
  expect(valueExpected("points", 0)).toBe("a whole number of points from 1 to 100 000");
  expect(valueExpected("points", 10.5)).toMatch(/whole number/);
  expect(valueExpected("points", 1e9)).toMatch(/100 000/);
  expect(valueExpected("share", 1.1)).toBe("a share from 0 to 1");
  expect(valueExpected("times", -1)).toMatch(/factor/);
  expect(valueExpected("times", Number.NaN)).toMatch(/factor/);
});
