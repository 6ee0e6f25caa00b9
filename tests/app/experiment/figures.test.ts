import { describe, expect, test } from "vitest";
import { armCurvesFigure, armLines } from "../../../app/components/experiment/arm-curves-figure";
import { differencesFigure, differencesTable } from "../../../app/components/experiment/differences-figure";
import { outcomeRows, verdictState } from "../../../app/components/experiment/outcome-rows";
import { firstSeries } from "../../../app/components/experiment/series-choice";
import { palettes } from "../../../app/format/palette";
import type { ArmCurve, ArmView, PairedComparison, SeriesData } from "../../../db/contract/read-models";

const curve = (armId: string, mean: number[], half: number): ArmCurve => ({
  armId,
  step: mean.map((_, step) => step),
  mean,
  low: mean.map((value) => value - half),
  high: mean.map((value) => value + half),
  n: mean.map(() => 3),
});
const seed = (runId: string, values: number[]): SeriesData => ({
  runId,
  name: "gradient_norm/rnn",
  exact: true,
  count: values.length,
  step: values.map((_, step) => step),
  lastStep: values.map((_, step) => step),
  wallTimeMs: values.map(() => 0),
  min: values,
  max: values,
  mean: values,
  first: values,
  last: values,
  counts: values.map(() => 1),
  nonFinite: values.map(() => 0),
});
const arms = [
  { id: "a", name: "none", position: 0, curve: curve("a", [1, 2, 3], 5), seeds: [seed("r", [1, 1, 1])] },
  { id: "b", name: "wgan-gp", position: 1, curve: curve("b", [1, 1, 1], 0.5), seeds: [] },
];
const options = {
  arms,
  series: "gradient_norm/rnn",
  show: { means: true, seeds: true },
  scale: "log" as const,
  smoothing: 0,
  xRange: [0, 2] as const,
  previousYRange: null,
  theme: "light" as const,
  palette: palettes.light,
  width: 600,
  height: 220,
};

describe("learning curves", () => {
  test("draw seeds behind means, and only means carry a name", () => {
    const lines = armLines(options);
    expect(lines.map(({ label, quiet }) => [label, quiet ?? false])).toEqual([
      ["none", true],
      ["none", false],
      ["wgan-gp", false],
    ]);
  });

  test("name one seed of each arm where no mean is drawn", () => {
    expect(armLines({ ...options, show: { means: false, seeds: true } })).toMatchObject([
      { label: "none", quiet: false },
    ]);
  });

  test("end a band at the plot's edge where a log axis has no place for it", () => {
    const { figure, yRange } = armCurvesFigure(options);
    const low = (figure.data[0] as { y: number[] }).y;
    expect(Math.min(...low)).toBeCloseTo(10 ** (yRange?.[0] ?? Number.NaN), 9);
    expect(low.every((value) => value > 0)).toBe(true);
  });
});

const comparison = (differences: (number | null)[]): PairedComparison => ({
  armId: "b",
  controlArmId: "a",
  pairs: differences.map((difference, at) => ({ seed: at, difference })),
  n: differences.filter((one) => one !== null).length,
  meanDifference: 0.2,
  interval: { low: -0.1, high: 0.5 },
  p: 0.5,
  decision: "inconclusive",
  sentence: "inconclusive",
});

describe("paired differences", () => {
  test("draw a dot for each pair that has ended, the mean below them, and zero in view", () => {
    const { figure } = differencesFigure({
      arms: [{ name: "wgan-gp", position: 1, comparison: comparison([0.1, null, 0.3]) }],
      controlName: "none",
      theme: "light",
      palette: palettes.light,
      width: 800,
    });
    const [dots, mean] = figure.data as { x: number[]; y: number[]; error_x?: { array: number[] } }[];
    expect(dots?.x).toEqual([0.1, 0.3]);
    expect(mean?.x).toEqual([0.2]);
    expect(mean?.error_x?.array[0]).toBeCloseTo(0.3, 12);
    expect(Math.max(...(mean?.y ?? []))).toBeLessThan(Math.min(...(dots?.y ?? [])));
    const [low = 1, high = -1] = (figure.layout.xaxis?.range ?? []) as number[];
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0.5);
  });

  test("list every pair that has a difference", () => {
    const table = differencesTable([{ name: "wgan-gp", position: 1, comparison: comparison([0.1, null]) }]);
    expect(table.rows).toEqual([["wgan-gp", 0, 0.1]]);
  });
});

const arm = (id: string, position: number, stepsPerSecond: number): ArmView =>
  ({
    id,
    name: id,
    position,
    runs: [
      { step: 100, stepsPerSecond },
      { step: 2, stepsPerSecond: 1000 },
    ],
  }) as unknown as ArmView;

test("the cost of an arm is its step time against the control's, without runs that have barely begun", () => {
  const rows = outcomeRows({ arms: [arm("b", 1, 5), arm("a", 0, 10)], comparisons: [comparison([1])] });
  expect(rows.map(({ isControl, msPerStep, relativeCost }) => [isControl, msPerStep, relativeCost])).toEqual([
    [true, 100, 1],
    [false, 200, 2],
  ]);
  expect(rows[1]?.comparison?.decision).toBe("inconclusive");
});

test("the verdict's mark follows its comparisons", () => {
  const of = (...decisions: PairedComparison["decision"][]) =>
    verdictState({ comparisons: decisions.map((decision) => ({ ...comparison([1]), decision })) });
  expect(of()).toBe("no-comparison");
  expect(of("running", "better")).toBe("running");
  expect(of("too-few-seeds", "too-few-seeds")).toBe("too-few-seeds");
  expect(of("inconclusive", "better")).toBe("decided");
  expect(of("inconclusive", "too-few-seeds")).toBe("inconclusive");
});

test("the first charts are the outcome, the norm, the loss and one that the runs record", () => {
  expect(firstSeries("ring-gan", ["wasserstein_estimate"])).toEqual([
    "sample/high_quality_share",
    "gradient_norm/discriminator",
    "loss/discriminator",
    "wasserstein_estimate",
  ]);
  expect(firstSeries("temporal-order-rnn", [])).toHaveLength(4);
});
