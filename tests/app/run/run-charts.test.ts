import { expect, test } from "vitest";
import { describeChart } from "../../../app/components/run/describe-chart";
import { episodeZoom, evidenceRange } from "../../../app/components/run/episode-range";
import { flattenConfig } from "../../../app/components/run/flatten-config";
import { isLayerSeries, layerCharts, layerNetworks } from "../../../app/components/run/layer-charts";
import { appendNewer } from "../../../app/components/run/log-panel";
import { runCharts } from "../../../app/components/run/run-charts";
import { describeMetric } from "../../../db/contract/metrics";
import type { SeriesSummary } from "../../../db/contract/read-models";

function summary(name: string, change: Partial<SeriesSummary> = {}): SeriesSummary {
  const metric = describeMetric(name);
  return {
    name,
    unit: metric?.unit ?? "",
    meaning: metric?.meaning ?? "",
    group: metric?.group ?? "",
    scale: metric?.scale ?? "linear",
    count: 10,
    nonFinite: 0,
    firstStep: 0,
    lastStep: 9,
    lastValue: 1,
    min: 0,
    max: 2,
    replaced: 0,
    ...change,
  };
}

const recorded = [
  "step_time",
  "dead_units/generator/dense1",
  "update_ratio/generator",
  "gradient_quantile/generator/p50",
  "gradient_quantile/generator/p95",
  "my_metric",
  "loss/generator",
  "loss/discriminator",
  "gradient_norm/discriminator",
  "gradient_norm/discriminator/dense1",
  "gradient_norm/generator",
  "gradient_norm/generator/dense1",
  "gradient_norm/generator/output",
  "discriminator_accuracy",
  "discriminator_accuracy/real",
  "sample/modes",
  "sample/high_quality_share",
].map((name) => summary(name));

test("series of one metric share a chart, parts of a network and samples have one each, layers none; what matters most is first", () => {
  const charts = runCharts(recorded).map(({ group, charts }) => [
    group,
    ...charts.map((chart) => `${chart.title}: ${chart.lines.map((line) => line.label).join(", ")}`),
  ]);
  expect(charts).toEqual([
    [
      "Gradients",
      "Gradient norm: discriminator, generator",
      "Update ratio: generator",
      "Gradient quantile, generator: p50, p95",
    ],
    ["Losses", "Loss: generator, discriminator"],
    ["Discriminator", "Discriminator accuracy: all, real"],
    ["Samples", "Modes covered: all", "High-quality samples: all"],
    ["System", "Step time: all"],
    ["Other", "My metric: all"],
  ]);
});

test("layers are found by network, in the order of the network", () => {
  expect(layerNetworks(recorded)).toEqual(["generator", "discriminator"]);
  const charts = layerCharts(recorded, "generator");
  expect(charts.map(({ title, lines }) => [title, ...lines.map((line) => line.label)])).toEqual([
    ["Gradient norm, generator", "dense1", "output"],
    ["Dead units, generator", "dense1"],
  ]);
  expect(layerCharts(recorded, "rnn")).toEqual([]);
  expect(isLayerSeries("penalty/wgan-gp/x")).toBe(false);
});

test("a chart in words names range, last value, non-finite points and episodes", () => {
  const [group] = runCharts([summary("gradient_norm/rnn", { min: 0.1, max: 1200, nonFinite: 2 })]);
  const chart = group?.charts[0];
  if (!chart) throw new Error("no chart");
  const words = describeChart(chart, [
    { id: "e", startStep: 412, endStep: 480, severity: "critical", series: "gradient_norm/rnn" },
  ]);
  expect(words).toBe(
    "Gradient norm in L2 over steps: rnn from 0.100 to 1200, last 1 at step 9, 2 non-finite values; 1 episode, the first at step 412.",
  );
});

test("a click on an episode shows it with room, within the run", () => {
  const evidence = { test: "jump", sentence: "", values: {}, window: { firstStep: 350, lastStep: 412 } };
  expect(episodeZoom({ startStep: 412, endStep: 412, evidence }, 1000)).toEqual([392, 432]);
  expect(episodeZoom({ startStep: 100, endStep: 500, evidence }, 500)).toEqual([0, 500]);
  const [first, last] = evidenceRange({ startStep: 412, endStep: 900, evidence });
  expect(first).toBeLessThanOrEqual(350);
  expect(last).toBeGreaterThanOrEqual(612);
});

test("a config is flat and complete", () => {
  expect(
    flattenConfig({
      seed: 0,
      optimizer: { name: "adam", learningRate: 1e-3 },
      interventions: [{ name: "r1" }],
      none: [],
    }),
  ).toEqual([
    ["seed", "0"],
    ["optimizer.name", "adam"],
    ["optimizer.learningRate", "0.001"],
    ["interventions.0.name", "r1"],
    ["none", "none"],
  ]);
});

test("the log grows at its end and is read anew after a gap", () => {
  const line = (id: number) => ({ id, wallTimeMs: 0, level: "info" as const, text: `${id}` });
  expect(appendNewer([line(1), line(2)], [line(2), line(3)]).map((one) => one.id)).toEqual([1, 2, 3]);
  expect(appendNewer([], [line(1)]).map((one) => one.id)).toEqual([1]);
  expect(appendNewer([line(1)], [line(50), line(51)]).map((one) => one.id)).toEqual([50, 51]);
});
