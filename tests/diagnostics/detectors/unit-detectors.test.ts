import { describe, expect, it } from "vitest";
import type { EpisodeKind } from "../../../db/contract/episode";
import { detect, healthy, normal, points, type Series } from "../synthetic-run";

const found = (kind: EpisodeKind, series: Series, steps: number) =>
  detect(points(series, steps)).filter((episode) => episode.kind === kind);
const flat = (level: number, seed: number) => {
  const noise = normal(seed);
  return () => level * (1 + 0.03 * noise());
};

describe("dead units", () => {
  const sparse = (value: (step: number) => number) => (step: number) =>
    step % 5 === 0 ? value(step) : undefined;

  it("finds units that die, against their share at the start", () => {
    const dead_unit_fraction = sparse((step) => (step < 300 ? 0.1 : 0.7));
    expect(found("dead_units", { loss: flat(1, 1), dead_unit_fraction }, 600)).toMatchObject([
      { startStep: 300, alarmStep: 350, severity: "critical" },
    ]);
  });

  it("leaves a network alone that was built so, or has converged", () => {
    const built = sparse((step) => (step < 300 ? 0.46 : 0.6));
    expect(found("dead_units", { loss: flat(1, 2), dead_unit_fraction: built }, 600)).toEqual([]);
    const loss = (step: number) => 2 * Math.exp(-step / 40);
    const dead_unit_fraction = sparse((step) => (step < 300 ? 0.1 : 0.9));
    expect(found("dead_units", { loss, dead_unit_fraction }, 600)).toEqual([]);
  });

  it("takes the mean over a network's layers", () => {
    const series = {
      "loss/net": flat(1, 3),
      "dead_units/net/layer1": (step: number) => (step < 200 ? 0 : 1),
      "dead_units/net/layer2": () => 0.1,
    };
    // One of two layers: 55%, from 5%.
    expect(found("dead_units", series, 400)).toMatchObject([{ peakValue: 0.55 }]);
  });
});

describe("what is odd and harmful only while nothing is learned", () => {
  const run = healthy(5);
  const learning = (step: number) => 2 * Math.exp(-step / 300);
  const stuck = flat(2, 6);

  it.each<[EpisodeKind, Series]>([
    ["saturation", { "saturation/net/layer1": () => 0.95 }],
    ["update_ratio", { "update_ratio/net": (step) => 0.4 * run.norm(step) }],
    ["update_ratio", { "update_ratio/net": (step) => 1e-7 * run.norm(step) }],
    ["clip_saturation", { "clip_coefficient/net": (step) => 0.02 * run.norm(step) }],
  ])("%s warns in a stuck run and is benign in one that learns", (kind, series) => {
    expect(found(kind, { ...series, "loss/net": stuck }, 500)).toMatchObject([{ severity: "warning" }]);
    expect(found(kind, { ...series, "loss/net": learning }, 500)).toMatchObject([{ severity: "benign" }]);
  });

  it.each<[EpisodeKind, Series]>([
    ["saturation", { "saturation/net/layer1": () => 0.5 }],
    ["update_ratio", { "update_ratio/net": (step) => 1e-3 * run.norm(step) }],
    ["clip_saturation", { "clip_coefficient/net": (step) => (step % 3 === 0 ? 0.5 : 1) }],
  ])("%s is silent within its range", (kind, series) => {
    expect(found(kind, { ...series, "loss/net": stuck }, 500)).toEqual([]);
  });

  it("leaves the norms of single layers out of it", () => {
    const series = {
      "gradient_norm/net": () => 50,
      "gradient_norm_clipped/net/layer1": () => 1,
      "loss/net": stuck,
    };
    expect(found("clip_saturation", series, 400)).toEqual([]);
  });

  it("reads clipping from the norms before and after it", () => {
    const series = {
      gradient_norm: () => 50,
      gradient_norm_clipped: () => 1,
      loss: stuck,
    };
    expect(found("clip_saturation", series, 400)).toMatchObject([{ severity: "warning", peakValue: 0.02 }]);
  });
});

describe("penalty dominance", () => {
  it("finds a penalty that leaves nothing of the loss for the task", () => {
    const series = { "loss/discriminator": flat(20.5, 7), "penalty/discriminator": () => 20 };
    expect(found("penalty_dominance", series, 300)).toMatchObject([{ severity: "warning" }]);
    const settled = { "loss/discriminator": flat(-1, 8), "penalty/discriminator": () => 0.1 };
    expect(found("penalty_dominance", settled, 300)).toEqual([]);
  });
});

describe("a run that does not move", () => {
  it("is dead where the gradient is exactly zero and the loss stands", () => {
    expect(found("dead_run", { gradient_norm: () => 0, loss: flat(1, 9) }, 200)).toMatchObject([
      { startStep: 0, alarmStep: 30, severity: "critical" },
    ]);
  });

  it("only lacks its metric where the loss falls", () => {
    const loss = (step: number) => 12 * Math.exp(-step / 100);
    expect(found("dead_run", { grad_norm: () => 0, loss }, 200)).toMatchObject([{ severity: "benign" }]);
  });

  it("is stalled where steps take ten times as long, five in a row", () => {
    const step_time = (slow: (step: number) => boolean) => (step: number) =>
      slow(step) ? 900 : 40 + (step % 7);
    const loss = flat(1, 10);
    expect(
      found("stalled_run", { loss, step_time: step_time((step) => step >= 200 && step < 230) }, 300),
    ).toMatchObject([{ startStep: 200, alarmStep: 204, severity: "warning" }]);
    expect(found("stalled_run", { loss, step_time: step_time((step) => step % 50 === 0) }, 300)).toEqual([]);
  });
});
