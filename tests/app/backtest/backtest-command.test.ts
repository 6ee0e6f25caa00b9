import { describe, expect, test } from "vitest";
import { backtestCommand, filterOfRuns } from "../../../app/components/backtest/backtest-command";
import { parseRunFilter } from "../../../db/contract/run-filter";
import { listDetectors } from "../../../server/backtest/list-detectors";

const exploding = listDetectors().find(({ id }) => id === "exploding-gradient")!;

describe("the command of a backtest page", () => {
  test("names the detector, and both settings where they differ", () => {
    expect(backtestCommand("", exploding, {}, {})).toBe(
      "npx gradiometer backtest --runs '' --detector exploding-gradient",
    );
    expect(backtestCommand("", exploding, { jumpZ: 8 }, { jumpZ: 8, jumpRatio: 4 })).toMatch(
      / --set jumpZ=8 --compare jumpRatio=4$/,
    );
  });

  test("sets a threshold back by name that only the setting compared with changes", () => {
    expect(backtestCommand("", exploding, { jumpZ: 8 }, {})).toMatch(/ --set jumpZ=8 --compare jumpZ=6$/);
  });

  test("keeps a quote in a filter from ending the shell's word", () => {
    expect(backtestCommand('name = "it\'s"', exploding, {}, {})).toContain(`--runs 'name = "it'\\''s"'`);
  });

  test("chooses runs by a filter that the filter language takes", () => {
    for (const ids of [["a1b2c3d4e5"], ["a1b2c3d4e5", "0123456789"]])
      expect(() => parseRunFilter(filterOfRuns(ids), 0)).not.toThrow();
  });
});
