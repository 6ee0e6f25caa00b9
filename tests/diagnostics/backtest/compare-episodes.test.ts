import { describe, expect, test } from "vitest";
import type { Severity } from "../../../db/contract/episode";
import { compareEpisodes } from "../../../diagnostics/backtest/compare-episodes";
import type { ReplayedEpisode } from "../../../diagnostics/backtest/replay";

function episode(
  startStep: number,
  endStep: number,
  severity: Severity = "warning",
  series = "loss",
): ReplayedEpisode {
  return {
    kind: "loss_divergence",
    series,
    startStep,
    endStep,
    alarmStep: startStep,
    alarmedAt: startStep,
    peakStep: startStep,
    peakValue: 1,
    severity,
    severityReason: "",
    state: "closed",
    evidence: { test: "left", sentence: "", values: {}, window: { firstStep: startStep, lastStep: endStep } },
  };
}

const changes = (before: ReplayedEpisode[], after: ReplayedEpisode[]) =>
  compareEpisodes(before, after).map((one) => [one.change, one.before?.startStep, one.after?.startStep]);

describe("episodes under two settings", () => {
  test("are gained, lost, moved or kept, in the order of their steps", () => {
    const before = [episode(10, 20), episode(50, 60), episode(80, 90)];
    const after = [episode(10, 20), episode(30, 35), episode(55, 60)];
    expect(changes(before, after)).toEqual([
      ["kept", 10, 10],
      ["gained", undefined, 30],
      ["moved", 50, 55],
      ["lost", 80, undefined],
    ]);
  });

  test("are moved where only the severity differs, for that makes or unmakes an alarm", () => {
    expect(changes([episode(1, 2)], [episode(1, 2, "benign")])).toEqual([["moved", 1, 1]]);
  });

  test("are never the same of two series, and one is matched once", () => {
    expect(changes([episode(1, 2)], [episode(1, 2, "warning", "val_loss")])).toEqual([
      ["lost", 1, undefined],
      ["gained", undefined, 1],
    ]);
    expect(changes([episode(1, 9)], [episode(1, 3), episode(5, 9)])).toEqual([
      ["moved", 1, 1],
      ["gained", undefined, 5],
    ]);
  });
});
