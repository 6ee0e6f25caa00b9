import { describe, expect, test } from "vitest";
import { formatDuration, formatRemaining } from "../../../app/format/duration";
import { formatAbsolute, formatRelative } from "../../../app/format/time";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe("formatDuration", () => {
  test.each([
    [0, "0 ms"],
    [640, "640 ms"],
    [999.7, "1.0 s"],
    [3_240, "3.2 s"],
    [14 * second, "14 s"],
    [59.6 * second, "1 m"],
    [2 * minute + 14 * second, "2 m 14 s"],
    [3 * hour + 5 * minute, "3 h 5 m"],
    [52 * hour, "2 d 4 h"],
  ])("%d ms is %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test("an unknown duration is empty", () => {
    expect(formatDuration(null)).toBe("");
    expect(formatDuration(Number.NaN)).toBe("");
  });
});

test("what remains is told coarsely and never as zero", () => {
  expect(formatRemaining(200)).toBe("1 s left");
  expect(formatRemaining(14 * second)).toBe("14 s left");
  expect(formatRemaining(2 * minute + 14 * second)).toBe("2 m 10 s left");
  expect(formatRemaining(2 * minute + 58 * second)).toBe("3 m left");
  expect(formatRemaining(25 * minute + 20 * second)).toBe("25 m left");
  expect(formatRemaining(null)).toBe("");
});

test("times are relative for a month and a date after", () => {
  const now = Date.UTC(2026, 2, 14, 12);
  expect(formatRelative(now - 2 * second, now)).toBe("just now");
  expect(formatRelative(now + 3 * second, now)).toBe("just now");
  expect(formatRelative(now - 14 * second, now)).toBe("14 s ago");
  expect(formatRelative(now - 3 * minute, now)).toBe("3 m ago");
  expect(formatRelative(now - 26 * hour, now)).toBe("1 d ago");
  expect(formatRelative(Date.UTC(2025, 0, 2), now)).toBe("2025-01-02");
});

test("absolute times are in the reader's own zone, to the second", () => {
  const local = new Date(2026, 2, 14, 9, 26, 53).getTime();
  expect(formatAbsolute(local)).toBe("2026-03-14 09:26:53");
});
