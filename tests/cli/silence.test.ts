import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchSilence } from "../../server/cli/training/silence";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a trainer that tells nothing for some seconds is spoken of until it does", () => {
  const lines: string[] = [];
  const silence = watchSilence((line) => lines.push(line));
  vi.advanceTimersByTime(2500);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(lines).toEqual([
    "The first step, with all that comes before it, has taken 3 s so far; fewer units or a smaller batch make it shorter",
    "The first step, with all that comes before it, has taken 4 s so far; fewer units or a smaller batch make it shorter",
  ]);
  silence.broken(7);
  vi.advanceTimersByTime(2000);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(2000);
  expect(lines.slice(2)).toEqual(["Step 8 has taken 4 s so far"]);
  silence.stop();
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(3);
});

test("a trainer that said why it waits is spoken of again only after its next step", () => {
  const lines: string[] = [];
  const silence = watchSilence((line) => lines.push(line));
  silence.broken(39);
  silence.explained();
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
  silence.broken(40);
  vi.advanceTimersByTime(3000);
  expect(lines).toEqual(["Step 41 has taken 3 s so far"]);
  silence.stop();
});
