import { describe, expect, test } from "vitest";
import { LimitTrack } from "../../../diagnostics/backtest/limit-track";
import { type ReplayedSeries, replay } from "../../../diagnostics/backtest/replay";
import type { DetectorId, Thresholds } from "../../../diagnostics/detectors/registry";

const series = (name: string, values: readonly number[]): ReplayedSeries => ({
  name,
  step: values.map((_, step) => step),
  value: values,
});

function limitsOf(run: ReplayedSeries[], only: DetectorId, thresholds: Thresholds = {}, places = 1000) {
  const track = new LimitTrack(run[0]!.step.length, places);
  replay(run, { only: [only], thresholds }, track.note);
  return track.lines;
}

describe("the limit that a detector draws", () => {
  test("of a steady norm is its median times the larger of ratio and z sigma, known before the point that it judges", () => {
    const [line] = limitsOf([series("grad_norm", Array(60).fill(2))], "exploding-gradient");
    // A scatter of zero is taken for .15: e^(6 * .15) = 2.46 is below the ratio of 3.
    expect(line!.high.at(-1)).toBeCloseTo(2 * 3, 10);
    expect(line!.low.every((low) => low === null)).toBe(true);
    const [looser] = limitsOf([series("grad_norm", Array(60).fill(2))], "exploding-gradient", {
      "exploding-gradient": { jumpZ: 20 },
    });
    expect(looser!.high.at(-1)).toBeCloseTo(2 * Math.exp(20 * 0.15), 2);
  });

  test("of a loss is twice the untrained one, and three times the lowest where that is more", () => {
    const [line] = limitsOf(
      [series("loss", [...Array(30).fill(4), ...Array(60).fill(3)])],
      "loss-divergence",
    );
    expect(line!.high.at(-1)).toBe(Math.max(2 * 4, 3 * 3));
  });

  test.each([
    ["saturation", "saturation/net/a", { high: 0.8 }],
    ["dead-units", "dead_units/net", { high: 0.5 }],
    ["update-ratio", "update_ratio/net", { low: 1e-5, high: 0.1 }],
  ] as const)("of %s is what its thresholds say", (id, name, expected) => {
    const [line] = limitsOf([series(name, Array(40).fill(0.1))], id);
    expect({ low: line!.low.at(-1), high: line!.high.at(-1) }).toEqual({ low: null, ...expected });
  });

  test("is asked for at as many places as a chart has, however long the run", () => {
    const [line] = limitsOf([series("grad_norm", Array(1000).fill(1))], "exploding-gradient", {}, 50);
    expect(line!.step.length).toBeLessThanOrEqual(50);
    expect(line!.step.at(-1)).toBeGreaterThan(950);
  });

  test("is not there for a detector that no single value decides", () => {
    expect(limitsOf([series("loss", Array(40).fill(1))], "plateau")).toEqual([]);
  });
});
