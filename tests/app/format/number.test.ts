import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatExact,
  formatNumber,
  formatPercent,
  formatStep,
  formatWithUnit,
  plural,
} from "../../../app/format/number";

const space = "\u202f";

describe("formatNumber", () => {
  test.each([
    [0, "0"],
    [0.0312, "0.0312"],
    [0.031249, "0.0312"],
    [0.5, "0.500"],
    [12.4, "12.4"],
    [613, "613"],
    [613.46, "613"],
    [9999, "9999"],
    [1234.5, "1235"],
    [12_400, `12.4${space}k`],
    [12_400_000, `12.4${space}M`],
    [1.24e-5, "1.24e-5"],
    [0.000999, "9.99e-4"],
    [3.2e18, "3.20e18"],
    [-0.642, "-0.642"],
    [-90.25, "-90.3"],
  ])("%d is written %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test("rounding that carries into the next power keeps its digits", () => {
    expect(formatNumber(9.996)).toBe("10.0");
    expect(formatNumber(99.96)).toBe("100");
    expect(formatNumber(9999.6)).toBe(`10.0${space}k`);
    expect(formatNumber(999_999)).toBe(`1.00${space}M`);
  });

  test("non-finite values are words with their sign", () => {
    expect(formatNumber(Number.NaN)).toBe("NaN");
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe("+Inf");
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe("-Inf");
  });

  test("an absent value is empty, never a dash", () => {
    expect(formatNumber(null)).toBe("");
    expect(formatWithUnit(undefined, "ms")).toBe("");
  });

  test("no value between 1e-3 and 1e15 loses more than half a unit of its third digit", () => {
    const factor: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };
    for (let exponent = -3; exponent < 14; exponent += 0.0137) {
      const value = 10 ** exponent;
      const [digits = "", suffix = ""] = formatNumber(value).split(space);
      const read = Number(digits) * (factor[suffix] ?? 1);
      expect(Math.abs(read - value) / value).toBeLessThanOrEqual(0.00501);
    }
  });
});

test("steps are grouped in threes", () => {
  expect(formatStep(412)).toBe("412");
  expect(formatStep(12_400)).toBe(`12${space}400`);
  expect(formatStep(1_234_567)).toBe(`1${space}234${space}567`);
  expect(formatStep(null)).toBe("");
});

test("the exact value keeps every digit", () => {
  expect(formatExact(0.1 + 0.2)).toBe("0.30000000000000004");
  expect(formatExact(Number.NEGATIVE_INFINITY)).toBe("-Inf");
});

test("a share never reads as done before it is", () => {
  expect(formatPercent(0.999)).toBe(`99${space}%`);
});

test("bytes, units and counts", () => {
  expect(formatBytes(512)).toBe("512 B");
  expect(formatBytes(1536)).toBe("1.5 KiB");
  expect(formatBytes(24 * 1024 ** 3)).toBe("24 GiB");
  expect(formatWithUnit(0.25, "ms")).toBe("0.250 ms");
  expect(plural(1, "run")).toBe("1 run");
  expect(plural(3, "run")).toBe("3 runs");
  expect(plural(2, "entry", "entries")).toBe("2 entries");
});
