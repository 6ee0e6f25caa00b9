import { describe, expect, test } from "vitest";
import { backtestCommand } from "../../../app/components/backtest/backtest-command";
import { defaultsOf, inUseFor } from "../../../app/components/backtest/in-use";
import { listDetectors } from "../../../server/backtest/list-detectors";

const exploding = listDetectors().find(({ id }) => id === "exploding-gradient")!;
const detector = "exploding-gradient" as const;
const kept = [
  { workload: "", detector, name: "jumpZ", value: 8 },
  { workload: "", detector, name: "jumpRatio", value: 4 },
  { workload: "ring-gan", detector, name: "jumpZ", value: 20 },
  { workload: "", detector: "plateau" as const, name: "gainShare", value: 0.1 },
];

describe("thresholds in use", () => {
  test("are those of the workload of all chosen runs before those of all runs", () => {
    expect(inUseFor(kept, detector, ["ring-gan"])).toEqual({ jumpZ: 20, jumpRatio: 4 });
    expect(inUseFor(kept, detector, ["ring-gan", "external"])).toEqual({ jumpZ: 8, jumpRatio: 4 });
    expect(inUseFor(kept, detector, [])).toEqual({ jumpZ: 8, jumpRatio: 4 });
    expect(inUseFor([], detector, ["ring-gan"])).toEqual({});
  });

  test("are set back to the defaults by name, but for those that are the default", () => {
    expect(defaultsOf(exploding, { jumpZ: 20, jumpRatio: 3 })).toEqual({ jumpZ: 6 });
  });

  test("are what the command of the page starts from", () => {
    expect(backtestCommand("", exploding, { jumpZ: 9 }, {}, { jumpZ: 8 })).toMatch(
      / --set jumpZ=9 --compare jumpZ=8$/,
    );
    expect(backtestCommand("", exploding, {}, { jumpZ: 6 }, { jumpZ: 8 })).toMatch(/ --compare jumpZ=6$/);
  });
});
