import { describe, expect, it } from "vitest";
import { detect, healthy, normal, points } from "./synthetic-run";

const vanished = (all: Parameters<typeof detect>[0]) =>
  detect(all).filter(({ kind }) => kind === "vanishing_gradient");

describe("vanishing gradient", () => {
  it("finds a network whose norm collapses while the loss goes back up", () => {
    const run = healthy(1);
    const [episode] = vanished(
      points(
        {
          gradient_norm: (step) => (step < 500 ? 1 : 1e-4) * run.norm(step),
          loss: (step) => (step < 500 ? run.loss(step) : 2),
        },
        900,
      ),
    );
    expect(episode).toMatchObject({
      series: "gradient_norm",
      severity: "critical",
      state: "closed",
      endStep: 899,
    });
    expect(episode?.evidence.test).toBe("collapse");
    expect(Math.abs((episode?.startStep ?? 0) - 500)).toBeLessThan(30);
    expect(episode?.alarmStep).toBeLessThan(600);
  });

  it("finds layers that receive exactly nothing any more, though the head still learns a little", () => {
    const run = healthy(21);
    const body = (step: number) => (step % 5 !== 0 ? undefined : step < 200 ? 0.5 * run.norm(step) : 0);
    const series = {
      gradient_norm: (step: number) => run.norm(step),
      "gradient_norm/body": body,
      "gradient_norm/head": (step: number) => (step % 5 === 0 ? 0.8 * run.norm(step) : undefined),
      loss: (step: number) => run.loss(Math.min(step, 200) + (step > 200 ? (step - 200) / 50 : 0)),
    };
    const [episode] = vanished(points(series, 800));
    expect(episode).toMatchObject({ series: "gradient_norm/body", peakValue: 0, severity: "critical" });
    expect(episode?.alarmStep).toBeLessThan(320);
    const falling = { ...series, loss: (step: number) => 3 * Math.exp(-step / 100) };
    expect(vanished(points(falling, 800))).toEqual([]);
  });

  it("keeps an episode of a run logged rarely in one piece", () => {
    const noise = normal(22);
    const layer = (size: number) => () => size * Math.exp(0.1 * noise());
    // Every 30th of the points, logged each 10 steps, is a healthy one.
    const dips = (step: number) => (step % 300 < 60 ? 4e-2 : 4e-5);
    const series = {
      gradient_norm: () => 1,
      "gradient_norm/first": (step: number) => layer(dips(step))(),
      "gradient_norm/last": layer(1),
      loss: () => 2 * (1 + 0.01 * noise()),
    };
    expect(vanished(points(series, 9000, 10))).toHaveLength(1);
  });

  it("does not call a norm that falls because the loss has converged vanishing", () => {
    const run = healthy(2);
    const decay = (step: number) => Math.exp(-step / 100);
    const series = {
      "gradient_norm/rnn": (step: number) => run.norm(step) * (decay(step) + 1e-4),
      "loss/rnn": (step: number) => 1.4 * decay(step) + 1e-4,
      accuracy: (step: number) => (step < 300 ? 0.25 : 1),
    };
    expect(vanished(points(series, 1500))).toEqual([]);
  });

  it("does not call the drop at a learning-rate step vanishing", () => {
    const run = healthy(3);
    const series = {
      gradient_norm: (step: number) => run.norm(step) * (step < 600 ? 1 : 0.06),
      loss: (step: number) => run.loss(step) * (step < 600 ? 1 : 0.7),
    };
    expect(vanished(points(series, 1200))).toEqual([]);
  });

  it("finds a starved first layer from the first step on, by the profile over the layers", () => {
    const noise = normal(4);
    const layer = (size: number) => (step: number) =>
      step % 5 === 0 ? size * Math.exp(0.1 * noise()) : undefined;
    const [episode] = vanished(
      points(
        {
          "gradient_norm/classifier": () => 0.4 * Math.exp(0.1 * noise()),
          "gradient_norm/classifier/layer1": layer(4e-5),
          "gradient_norm/classifier/layer2": layer(4e-4),
          "gradient_norm/classifier/layer3": layer(4e-3),
          "gradient_norm/classifier/out": layer(0.4),
          "loss/classifier": () => 1.79 + 0.01 * noise(),
        },
        600,
      ),
    );
    expect(episode?.series).toBe("gradient_norm/classifier/layer1");
    expect(episode?.evidence.test).toBe("depth");
    expect(episode?.endStep).toBe(599);
  });

  it("lets a deep profile be while the loss is learned through it", () => {
    const run = healthy(5);
    const series = {
      gradient_norm: run.norm,
      "gradient_norm/layer1": () => 1e-4,
      "gradient_norm/out": () => 1,
      loss: (step: number) => 2 * Math.exp(-step / 400),
    };
    expect(vanished(points(series, 800))).toEqual([]);
  });

  it("leaves a layer that never had a gradient out of the profile: it is frozen by design", () => {
    const run = healthy(6);
    const series = {
      gradient_norm: run.norm,
      "gradient_norm/embedding": () => 0,
      "gradient_norm/out": () => 1,
      loss: () => 2,
    };
    expect(vanished(points(series, 500))).toEqual([]);
  });

  it("finds a critic that weight clipping has flattened from the start", () => {
    const noise = normal(7);
    const found = vanished(
      points(
        {
          "gradient_norm/discriminator": () => 6e-4 * Math.exp(0.2 * noise()),
          "gradient_norm/generator": () => 3e-4 * Math.exp(0.2 * noise()),
          "loss/discriminator": () => -1e-5 * Math.exp(noise()),
          "loss/generator": () => -0.01,
          "sample/high_quality_share": (step) => (step % 25 === 0 ? 0.15 : undefined),
        },
        600,
      ),
    );
    expect(found.map(({ series }) => series).sort()).toEqual([
      "gradient_norm/discriminator",
      "gradient_norm/generator",
    ]);
    expect(found.every(({ alarmStep, severity }) => alarmStep < 100 && severity === "critical")).toBe(true);
  });

  it("stays quiet on a critic held at norm one", () => {
    const noise = normal(8);
    const series = {
      "gradient_norm/discriminator": () => Math.exp(0.3 * noise()),
      "gradient_norm/generator": () => 0.4 * Math.exp(0.3 * noise()),
      "loss/discriminator": () => -0.3 + 0.1 * noise(),
      "loss/generator": (step: number) => 0.002 * step + 0.1 * noise(),
      "sample/high_quality_share": (step: number) =>
        step % 25 === 0 ? Math.min(0.7, step / 600) : undefined,
    };
    expect(detect(points(series, 600))).toEqual([]);
  });

  it("finds a run whose graph is cut: zero norm and a loss that never moves", () => {
    const [episode] = vanished(points({ gradient_norm: () => 0, loss: () => 1.1 }, 400));
    expect(episode?.evidence.test).toBe("zero");
  });

  it("takes zeros beside a falling loss for a missing metric", () => {
    expect(vanished(points({ gradient_norm: () => 0, loss: (step) => 12 - step / 100 }, 400))).toEqual([]);
  });
});

describe("a deep sigmoid network whose first layer is starved from step 1 on", () => {
  const starved = (steps: number) => {
    const noise = normal(14);
    // The output's bias learns the class frequencies within 20 steps; nothing else is learned.
    const series = {
      loss: (step: number) => (1.79 + 0.5 * Math.exp(-step / 5)) * (1 + 0.01 * noise()),
      gradient_norm: () => 0.2 * Math.exp(0.2 * noise()),
      "gradient_norm/layer1": () => 1e-6 * Math.exp(0.2 * noise()),
      "gradient_norm/layer4": () => 1e-3 * Math.exp(0.2 * noise()),
      "gradient_norm/out": () => 0.2 * Math.exp(0.2 * noise()),
    };
    return vanished(points(series, steps));
  };

  it("is found though the loss fell at first, and in a run of 100 points", () => {
    expect(starved(100)).toMatchObject([{ series: "gradient_norm/layer1", severity: "critical" }]);
    expect(starved(600)).toMatchObject([{ evidence: { test: "depth" } }]);
  });
});
