import { describe, expect, it } from "vitest";
import { LabelsFile } from "../../../diagnostics/backtest/label";
import { matchAlarms } from "../../../diagnostics/backtest/match-alarms";
import type { Prediction } from "../../../diagnostics/backtest/prediction";
import { quantile, score } from "../../../diagnostics/backtest/score";

const kind = "exploding_gradient";
const labels = LabelsFile.parse({
  labels: [
    {
      file: "a",
      verdict: "anomaly",
      steps: 1000,
      episodes: [
        { kind, start_step: 100, end_step: 120, onset_tolerance: 10, severity: "harmful" },
        { kind, start_step: 500, end_step: 900, onset_tolerance: 10, severity: "harmful" },
        { kind, start_step: 300, end_step: 310, onset_tolerance: 5, severity: "benign" },
      ],
      dont_care: [{ kind, start_step: 940, end_step: 960 }],
    },
    { file: "b", verdict: "clean", steps: 4000, episodes: [] },
  ],
});

const alarm = (file: string, at: number, end = at): Prediction => ({
  file,
  kind,
  start_step: at,
  end_step: end,
  alarm_step: at,
  severity: "harmful",
});

describe("matching alarms with labels", () => {
  const [run] = labels;
  const match = (...alarms: Prediction[]) => matchAlarms(kind, run!, alarms);

  it("finds an episode from its start less the tolerance to its end", () => {
    expect(match(alarm("a", 90)).delays).toEqual([-10]);
    expect(match(alarm("a", 120)).delays).toEqual([20]);
    expect(match(alarm("a", 89))).toMatchObject({ delays: [], falseAlarms: 1, missed: 2 });
    expect(match(alarm("a", 121))).toMatchObject({ delays: [], falseAlarms: 1, missed: 2 });
  });

  it("counts alarms less than 50 steps apart as one, from its first step", () => {
    expect(match(alarm("a", 60, 95), alarm("a", 100))).toMatchObject({ delays: [], falseAlarms: 1 });
    expect(match(alarm("a", 50, 50), alarm("a", 100))).toMatchObject({ delays: [0], falseAlarms: 1 });
  });

  it("finds an episode once: further alarms inside are neither right nor wrong", () => {
    expect(match(alarm("a", 500), alarm("a", 700))).toMatchObject({
      delays: [0],
      duplicates: 1,
      falseAlarms: 0,
    });
  });

  it("ignores alarms in benign episodes and where the label does not care", () => {
    expect(match(alarm("a", 302), alarm("a", 950))).toMatchObject({ ignored: 2, falseAlarms: 0 });
  });
});

describe("a score", () => {
  const scored = score([kind], labels, [alarm("a", 104), alarm("a", 200), alarm("b", 7), alarm("b", 900)]);

  it("is precision, recall and their harmonic mean over episodes", () => {
    // One of four alarms is right, one of two episodes is found: F1 = 2 (1/4)(1/2) / (3/4) = 1/3.
    expect(scored.kinds[0]).toMatchObject({ labels: 2, found: 1, falseAlarms: 3, missed: 1, medianDelay: 4 });
    expect(scored.all.precision).toBeCloseTo(1 / 4, 12);
    expect(scored.all.recall).toBeCloseTo(1 / 2, 12);
    expect(scored.all.f1).toBeCloseTo(1 / 3, 12);
  });

  it("tells false alarms of clean runs in 10,000 steps, with the Poisson interval of two events", () => {
    expect(scored.falseAlarmRate?.value).toBe(5);
    // Tables give .2422 to 7.2247 for a count of 2.
    expect(scored.falseAlarmRate?.low).toBeCloseTo(2.5 * 0.2422, 3);
    expect(scored.falseAlarmRate?.high).toBeCloseTo(2.5 * 7.2247, 3);
  });

  it("has no rate without clean runs, and no F1 without alarms", () => {
    const none = score([kind], labels.slice(0, 1), []);
    expect(none.falseAlarmRate).toBeUndefined();
    expect(none.all).toMatchObject({ precision: undefined, f1: undefined, recall: 0 });
  });
});

it("a quantile lies between the two nearest values", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([10, 0], 0.9)).toBeCloseTo(9, 12);
  expect(quantile([], 0.5)).toBeUndefined();
});
